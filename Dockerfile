# One image for web, worker, beat and migrate; docker-compose.yml says which runs what.

FROM node:24-slim AS frontend
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.13-slim AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /opt/viche
COPY requirements ./requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/boot.lock \
    && uv venv venv \
    && uv pip sync --python venv/bin/python --no-build --require-hashes requirements/base.lock

FROM python:3.13-slim
RUN groupadd --system --gid 10001 viche \
    && useradd --system --uid 10001 --gid viche --home-dir /var/lib/viche --shell /usr/sbin/nologin viche \
    && install -d -o viche -g viche -m 0700 /var/lib/viche
WORKDIR /opt/viche
COPY --from=packages /opt/viche/venv venv
COPY manage.py LICENSE ./
COPY platform platform
COPY groups groups
COPY dialogue dialogue
COPY tasks tasks
COPY --from=frontend /build/dist frontend
ENV PATH=/opt/viche/venv/bin:$PATH \
    PYTHONPATH=/opt/viche:/opt/viche/platform \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VICHE_MODE=production \
    VICHE_DATA=/var/lib/viche \
    VICHE_FRONTEND=/opt/viche/frontend \
    VICHE_LOG_FORMAT=json
RUN python -m viche.cli.catalogues && python -m compileall -q manage.py platform groups dialogue tasks
USER viche
EXPOSE 8000
# No proxy headers here: Django itself counts the trusted proxies (VICHE_PROXY_COUNT).
CMD ["uvicorn", "viche.config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--ws", "websockets-sansio", "--ws-max-size", "65536", "--ws-per-message-deflate", "false", \
     "--no-proxy-headers", "--no-server-header", "--no-access-log", "--timeout-graceful-shutdown", "20"]
