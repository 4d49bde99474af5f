# Needs docker or podman; docs/operations.md says how it is run. The first stage builds, the second holds only what runs.
FROM docker.io/library/debian:trixie-slim AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv
RUN python3 -m venv /opt/senryaku
WORKDIR /source
COPY requirements.lock requirements-extras.lock ./
RUN /opt/senryaku/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock \
    && /opt/senryaku/bin/pip install --no-cache-dir --require-hashes --requirement requirements-extras.lock
COPY LICENSE NOTICE README.md pyproject.toml ./
COPY knowledge knowledge
COPY bot bot
RUN /opt/senryaku/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/senryaku/bin/pip uninstall --yes hatchling packaging pathspec pluggy tomlkit trove-classifiers pip

FROM docker.io/library/debian:trixie-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 senryaku \
    && useradd --system --uid 10001 --gid senryaku --home-dir /nonexistent --shell /usr/sbin/nologin senryaku \
    && install --directory --owner=senryaku --group=senryaku --mode=0700 /data \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
COPY --from=build /opt/senryaku /opt/senryaku
ENV PATH=/opt/senryaku/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    SENRYAKU_DATA=/data/senryaku \
    SENRYAKU_HTTP_HOST=0.0.0.0 \
    SENRYAKU_HEALTH_PORT=8080
USER 10001:10001
WORKDIR /opt/senryaku
VOLUME /data
EXPOSE 8080
# The same address answers with `serve` and with `serve --http --port 8080`; through no proxy, whatever the environment says.
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
    CMD ["python3", "-c", "from http.client import HTTPConnection as To; to = To('127.0.0.1', 8080, timeout=4); to.request('GET', '/healthz'); raise SystemExit(to.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["senryaku"]
CMD ["serve"]
