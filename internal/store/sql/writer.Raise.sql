UPDATE writer SET epoch = epoch + 1, since = ?, name = ?, session = ? RETURNING epoch
