PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
export PORT DATABASE_URL
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run test check suites bench screenshots messages lock clean prepared

run: prepared
	@$(PY) workshop/serve.py

test: $(VENV)/tools check suites
	@echo "Everything that CI runs has passed."

# What every command needs of the project itself: styles and translations, made in a second.
prepared: $(VENV)/installed
	@$(PY) manage.py build_styles
	@$(PY) manage.py compile_catalogues

check: $(VENV)/tools prepared
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') REMBUK_HTTPS=1 ALLOWED_HOSTS=rembuk.example $(PY) manage.py check --deploy --fail-level WARNING
	SECRET_KEY=check $(PY) manage.py makemigrations --check --dry-run
	$(PY) workshop/catalogue.py --check
	$(PY) workshop/locks.py

suites: $(VENV)/tools prepared
	$(PY) workshop/suites.py

bench: $(VENV)/tools prepared
	$(PY) workshop/bench.py

screenshots: $(VENV)/tools prepared
	$(PY) workshop/screenshots.py

messages: $(VENV)/tools
	$(PY) workshop/catalogue.py

lock: $(VENV)/tools
	$(BIN)/pip install --quiet uv
	$(PY) workshop/locks.py --write

clean:
	rm -rf build $(VENV)

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed."; exit 1; }
	@sh workshop/system.sh venv $(PYTHON)
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/tools: $(VENV)/installed requirements-test.txt requirements-lint.txt requirements-e2e.txt
	$(INSTALL) -r requirements-test.txt -r requirements-lint.txt -r requirements-e2e.txt
	@sh workshop/system.sh gettext
	@sh workshop/system.sh chromium
	@touch $@
