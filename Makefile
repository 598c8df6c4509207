# Every target first sets up whatever is missing: see packaging/setup.sh.
# PYTHON=python3.12 chooses an interpreter; EKYC_EXTRAS=dev,models adds the torch family to the tests.
.PHONY: run test soak lint package
export PYTHON
EKYC_EXTRAS ?= dev
SETUP = @packaging/setup.sh
SCREEN = xvfb-run -a -s "-screen 0 1920x1200x24"

# Without a display the demo journey plays under a virtual one.
run:
	$(SETUP)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/ekyc; \
	else $(SCREEN) .venv/bin/ekyc demo --window --screenshots build/demo; fi

test: lint
	@$(SCREEN) .venv/bin/pytest

# The property tests with 10,000 examples each, and as many broken files before the whole reader:
# hours. EKYC_FUZZ_FIRST goes on from where the files ended, EKYC_FUZZ_REPORT keeps what came out.
soak: export EKYC_FUZZ_CASES ?= 10000
soak:
	$(SETUP) "$(EKYC_EXTRAS)"
	@$(SCREEN) .venv/bin/pytest -m "hypothesis or fuzz" --hypothesis-profile=soak --timeout=0

# numpy's last version for Python 3.10 carries poorer types than the code is checked against.
lint:
	$(SETUP) "$(EKYC_EXTRAS)"
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@if .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; \
	then .venv/bin/mypy ekyc gui models main.py; \
	else echo "mypy: not run on Python 3.10, whose numpy has other types"; fi

package:
	$(SETUP) package
	@.venv/bin/pyinstaller --noconfirm --log-level=ERROR ekyc.spec
