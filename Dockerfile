FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PATH=/opt/gateway/bin:$PATH
RUN python -m venv /opt/gateway
WORKDIR /build
COPY requirements.lock ./
RUN pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md ./
COPY gateway gateway
RUN pip install --no-build-isolation --no-deps .
COPY xsd xsd
RUN gateway schemas install

FROM python:3.11-slim
ENV PATH=/opt/gateway/bin:$PATH \
    GATEWAY_LOG_TO=stderr \
    PYTHONUNBUFFERED=1 \
    GATEWAY_HOME=/data \
    GATEWAY_XSD=/opt/gateway/xsd
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin gateway \
    && mkdir -p /data/inbox /data/outbox /data/mappings /data/var \
    && chown -R gateway:gateway /data
COPY --from=build /opt/gateway /opt/gateway
COPY --from=build /build/xsd /opt/gateway/xsd
COPY --chown=gateway:gateway mappings /data/mappings
USER 10001
WORKDIR /data
VOLUME ["/data/inbox", "/data/outbox", "/data/mappings", "/data/var"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=30s --start-period=20s CMD ["gateway", "doctor"]
ENTRYPOINT ["gateway"]
CMD ["watch"]
