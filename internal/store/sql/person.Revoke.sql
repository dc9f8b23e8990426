UPDATE people SET revoked = ? WHERE id = ? AND revoked = 0
