# Baogao in a container: built-in release baked in, no network needed to run, read-only root, no privileges.
#   docker build -t baogao . && docker run --read-only -p 8000:8000 baogao
ARG BASE_IMAGE=python:3.13-slim-bookworm

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY requirements.txt requirements-build.txt requirements-assets.txt ./
RUN python3 -m venv /build && /build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.txt \
 && python3 -m venv --without-pip /opt/baogao \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-compile --require-hashes -r requirements.txt \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-compile --require-hashes --no-deps -r requirements-assets.txt
# What no server of ours uses: Arrow's network services and tests, headers to compile against, names for made-up people.
RUN cd /opt/baogao/lib/python3*/site-packages \
 && rm -rf pyarrow/tests pyarrow/include pyarrow/src pyarrow/_flight* pyarrow/libarrow_flight* pyarrow/_s3fs* pyarrow/libarrow_s3* \
    pyarrow/_gcsfs* pyarrow/_azurefs* \
 && find faker/providers -mindepth 2 -maxdepth 2 -type d ! -name en_US ! -name __pycache__ -exec rm -rf {} +
COPY . .
RUN /build/bin/python -m hatchling build -t wheel \
 && /build/bin/pip --python /opt/baogao install --no-cache-dir --no-deps --no-index dist/*.whl \
 && /opt/baogao/bin/python -m compileall -q /opt/baogao/lib \
 && /opt/baogao/bin/baogao verify

FROM ${BASE_IMAGE}
RUN useradd --system --no-create-home --uid 10001 baogao
COPY --from=build /opt/baogao /opt/baogao
ENV BAOGAO_HOST=0.0.0.0 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/baogao/bin:$PATH
# Workbooks are made on disk; a volume can be written to although the root cannot.
VOLUME /tmp
USER 10001
STOPSIGNAL SIGTERM
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('BAOGAO_PORT', '8000')}/health/ready\", timeout=4)"]
CMD ["baogao", "serve"]
