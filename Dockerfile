# One image for web, worker, beat and migrations. Every step is a command that `make run` or the checks use too.
FROM python:3.11-slim AS build
ENV PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --quiet --no-cache-dir uv
WORKDIR /srv/educities
COPY requirements/run.txt requirements/run.txt
RUN /opt/venv/bin/uv pip sync --quiet --no-cache --python /opt/venv/bin/python requirements/run.txt
COPY . .
ENV EDUCITIES_VAR=/srv/educities/var PATH=/opt/venv/bin:$PATH
RUN python manage.py words compile \
 && python manage.py subset_fonts \
 && python manage.py collectstatic --noinput --clear --ignore rest_framework --ignore redoc --verbosity 0 \
 && mkdir -p var/media

FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH \
    EDUCITIES_VAR=/srv/educities/var HOST=0.0.0.0 PORT=8000
RUN useradd --system --user-group --no-create-home educities
COPY --from=build /opt/venv /opt/venv
COPY --from=build --chown=educities:educities /srv/educities /srv/educities
WORKDIR /srv/educities
USER educities
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["gunicorn", "educities.wsgi:application", "--config", "python:educities.web"]
