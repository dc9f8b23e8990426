-- +goose Up

-- Only PostgreSQL lets keys go here. The numbers of the steps go together, since a backup of either is restored into both.

-- +goose Down
