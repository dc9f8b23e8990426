SELECT name, since, epoch, 0, 0 FROM writer
