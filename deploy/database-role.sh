#!/bin/sh
# Run by the image of PostgreSQL once, when the database is made: the application owns its database and no more.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set password="$VICHE_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE viche LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
ALTER DATABASE viche OWNER TO viche;
SQL
