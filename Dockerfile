# The program with everything it needs, run by a user who owns nothing but its data.
FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.lock

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COMMUNITY_HOST=0.0.0.0 \
    COMMUNITY_INSTANCE_PATH=/data
RUN groupadd --gid 10001 community \
 && useradd --uid 10001 --gid community --no-create-home --shell /usr/sbin/nologin community \
 && install --directory --owner community --group community --mode 0700 /data \
 && install --directory --owner community --group community --mode 0755 /secrets
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY LICENSE pyproject.toml app.py ./
COPY community community
COPY templates templates
COPY migrations migrations
RUN python -m compileall -q app.py community migrations
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "community.container", "probe"]
CMD ["flask", "--app", "app", "serve"]
