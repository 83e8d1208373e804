# Foxing: OCR training sets from clean document pages. `make` alone lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
PYTHON ?= python3
OUT ?= out
DRAWS ?= 20
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
FOXING = .build/release/foxing
BENCH = .build/release/foxing-bench
# A debug build would leave the loops over pixels without optimization.
KERNELS = -Xcc -O2 -Xcxx -O2
SWIFT_FILES = Package.swift Sources Tests

# Debian packages: what the build links, what a run reads with and writes letters with.
PACKAGES = pkg-config libopencv-dev libtesseract-dev libleptonica-dev libturbojpeg0-dev libdeflate-dev libspng-dev \
	libtiff-dev libwebp-dev libssl-dev libpango1.0-dev libfribidi-dev tesseract-ocr tesseract-ocr-eng tesseract-ocr-kor \
	fonts-dejavu-core fonts-liberation fonts-noto-cjk libjs-codemirror python3-venv

.PHONY: help setup build demo test test-consumer test-language test-killed test-judges test-server test-container test-readers test-wheel fuzz-python wheel sanitize lint format accept docs fixtures bench bench-readback bench-report bench-words bench-peer bench-peer-ops bench-python bench-serve clean gallery readability fuzz test-truth test-truth-fuzz test-bidi

help: ## list what can be made
	@echo "usage: make TARGET"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r target text; do \
		printf '  %-14s %s\n' "$$target" "$$text"; done

setup: ## install the libraries, languages and fonts that are missing (Debian, Ubuntu)
	@command -v $(SWIFT) > /dev/null || { echo "Swift 6.3 or newer is needed: https://www.swift.org/install"; exit 1; }
	@missing=(); for package in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' "$$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$$package"); done; \
	if [ $${#missing[@]} -gt 0 ]; then \
		echo "installing $${missing[*]}"; \
		$(SUDO) apt-get update -qq; \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" > /dev/null; \
	fi

build: setup ## build the program for release
	$(SWIFT) build -c release --product foxing

demo: build ## make a training set of the pages in fixtures/pages, in out/
	@summary=$$(mktemp); trap 'rm -f "$$summary"' EXIT; \
	$(FOXING) run pipelines/ocr-training.yaml --input fixtures/pages --output $(OUT) --overwrite > "$$summary"; \
	$(FOXING) preview pipelines/ocr-training.yaml fixtures/pages/letter-en.png --variants 6 -o $(OUT)/contact-sheet.png; \
	$(PYTHON) scripts/say_what_was_made.py "$$summary" $(OUT)

test: setup ## build everything and run all tests
	$(SWIFT) build --build-tests $(KERNELS)
	$(SWIFT) test --skip-build --parallel
	scripts/in_venv.sh Tests/schema python Tests/schema/validate.py .build/debug/foxing
	scripts/read_sets.sh .build/debug/foxing light
	scripts/test_c.sh .build/debug
	scripts/test_python.sh .build/debug
	scripts/test_studio.sh .build/debug/foxing -m 'not speed'
	$(PYTHON) Tests/endurance/killed_runs.py .build/debug/foxing 2
	$(PYTHON) Tests/server/ends.py .build/debug/foxing
	$(PYTHON) Tests/server/examples.py .build/debug/foxing
	scripts/in_venv.sh Tests/server python Tests/server/contract.py .build/debug/foxing 20

test-consumer: setup ## build and run a program that depends on a version of this package, with an operation of its own
	scripts/test_consumer.sh

test-language: ## compare the parser with a YAML 1.2 parser on generated documents
	$(SWIFT) build -c release --product parse-corpus
	scripts/in_venv.sh Tests/differential $(PYTHON) Tests/differential/compare.py .build/release/parse-corpus

test-readers: build ## load sets of every format with all the readers they are for, PaddleOCR, docTR and kraken too
	scripts/read_sets.sh $(FOXING) light paddle torch
	$(SWIFT) build -c release --product FoxingC
	scripts/test_python.sh .build/release
	scripts/test_python_heavy.sh .build/release

wheel: build ## the Python package with all that it needs, in out/wheel: pip install out/wheel/foxing-*.whl
	$(SWIFT) build -c release --product FoxingC
	@dpkg-query -W -f '$${Status}' liblapack-dev 2> /dev/null | grep -q 'ok installed' || \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends liblapack-dev > /dev/null
	scripts/in_venv.sh python/wheel python python/wheel/make.py .build/release $(OUT)/wheel

test-wheel: wheel ## install the wheel where nothing of ours is, and make variants and a run there (needs root and debootstrap)
	scripts/test_wheel.sh $(OUT)/wheel/foxing-*.whl

fuzz-python: build ## a million calls of the Python package with random arguments (slow)
	$(SWIFT) build -c release --product FoxingC
	FOXING_LIBRARY=$$PWD/.build/release/libFoxingC.so PYTHONPATH=python/src scripts/in_venv.sh python \
		python python/tests/fuzz_calls.py 1000000 $$RANDOM

test-truth: build ## read 200 pages and 200 damaged ones in each format of truth, and compare with others' readers (slow)
	scripts/in_venv.sh Tests/truth python Tests/truth/compare.py $(FOXING) 200 200

test-bidi: setup ## hold the order of right-to-left text against both of Unicode's conformance tests (needs Debian's unicode-data)
	@dpkg-query -W -f '$${Status}' unicode-data 2> /dev/null | grep -q 'ok installed' || \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends unicode-data > /dev/null
	$(SWIFT) build --build-tests $(KERNELS)
	FOXING_UNICODE=/usr/share/unicode $(SWIFT) test --skip-build --filter BidiConformanceTests

test-truth-fuzz: setup ## read 50,000 damaged files of each format of truth (slow)
	$(SWIFT) build --build-tests $(KERNELS)
	FOXING_FUZZ=50000 $(SWIFT) test --skip-build --filter FormatFuzzTests

test-server: build ## hold the server to its own description for ten minutes, and end it in the midst of work (slow)
	$(PYTHON) Tests/server/ends.py $(FOXING)
	scripts/in_venv.sh Tests/server python Tests/server/contract.py $(FOXING) 600

test-container: build ## play examples/server in a minimal Debian: Containerfile, its server, the unit (needs root and debootstrap)
	$(PYTHON) scripts/test_container.py $(FOXING)

test-killed: build ## kill 200 runs at random moments, resume, grow and merge them, compare with an undisturbed one (slow)
	$(PYTHON) Tests/endurance/killed_runs.py $(FOXING) 200

sanitize: setup ## run all tests under the address and the thread sanitizer (slow)
	scripts/sanitize.sh address
	scripts/sanitize.sh thread

lint: ## check the form of every Swift file
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

format: ## bring every Swift file into form
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

accept: ## rewrite the expected texts in fixtures/diagnostics with what is said now
	FOXING_ACCEPT=1 $(SWIFT) test --filter DiagnosticFixtures

docs: ## write docs/operations and docs/reference from the declarations
	FOXING_ACCEPT=1 $(SWIFT) test --filter ReferenceTests
	$(PYTHON) scripts/python_reference.py > docs/reference/python.md

gallery: build ## draw docs/gallery: a sheet for each family of operations, at mild, medium and strong
	scripts/in_venv.sh fixtures python scripts/gallery.py $(FOXING) fixtures/pages docs/gallery

fixtures: ## draw fixtures/pages again
	scripts/in_venv.sh fixtures python fixtures/make_pages.py

bench: build ## time each operation in copies of the page, whole runs with 1 and 2 workers, and sets of each format
	$(SWIFT) build -c release --product foxing-bench
	$(SWIFT) build -c release --product parse-corpus
	.build/release/parse-corpus --time
	scripts/in_venv.sh bench python bench/make_pages.py 24 bench/out/pages-24
	$(BENCH) operations bench/out/pages-24/page-000.png
	$(BENCH) warps bench/out/pages-24/page-000.png
	scripts/in_venv.sh bench python bench/measure.py $(FOXING)
	$(PYTHON) bench/sets.py $(FOXING)
	$(BENCH) reading pipelines/ocr-training.yaml fixtures/pages/*.jpg fixtures/pages/*.png fixtures/pages/*.tif
	$(BENCH) readback . 14

test-judges: build ## run the examples of programs that read in place of Tesseract (RapidOCR from PyPI)
	scripts/test_judges.sh $(FOXING)

bench-readback: build ## time runs with the check on, decided and full against whole pages (few minutes)
	$(SWIFT) build -c release --product foxing-bench
	$(BENCH) reading pipelines/ocr-training.yaml fixtures/pages/*.jpg fixtures/pages/*.png fixtures/pages/*.tif
	$(BENCH) readback . 0

bench-report: build ## time the report of a run of 10,000 variants
	scripts/in_venv.sh bench python bench/report.py $(FOXING)

bench-words: build ## count the words that Tesseract still finds after each operation (slow)
	$(SWIFT) build -c release --product foxing-bench
	scripts/in_venv.sh bench python bench/make_pages.py 24 bench/out/pages-24
	$(BENCH) words bench/out/pages-24/page-000.png

readability: ## write docs/operations-readability.md: words and errors that Tesseract leaves after each operation (slow)
	$(SWIFT) build -c release --product foxing-bench
	$(BENCH) readability fixtures/pages/letter-en.png fixtures/pages/report-en.png fixtures/pages/receipt-en.tif $(DRAWS) \
		> docs/operations-readability.md

fuzz: setup ## render 20,000 small pages with random pipelines (slow)
	FOXING_FUZZ=20000 $(SWIFT) test --filter RenderingFuzzTests

bench-peer: build ## time foxing against the reference program on the same pages, and draw its ways of working beside ours
	scripts/in_venv.sh bench/peer true
	scripts/in_venv.sh bench python bench/compare.py $(FOXING) --write README.md
	scripts/in_venv.sh bench python bench/ways.py $(FOXING) bench/out/ways.svg

bench-peer-ops: build ## time each operation against the class of Augraphy or albumentations that does the same (half an hour)
	$(SWIFT) build -c release --product foxing-bench
	scripts/in_venv.sh bench/peer true
	scripts/in_venv.sh bench python bench/make_pages.py 24 bench/out/pages-24
	$(PYTHON) bench/peer_ops.py $(FOXING) $(BENCH) bench/out/pages-24/page-000.png --write docs/performance.md

bench-python: build ## time the Python package: a call, threads, loaders, imports, Ray
	$(SWIFT) build -c release --product FoxingC
	scripts/in_venv.sh python/tests/heavy/trainers true
	scripts/in_venv.sh bench/peer true
	FOXING_LIBRARY=$$PWD/.build/release/libFoxingC.so FOXING_PROGRAM=$$PWD/.build/release/foxing PYTHONPATH=python/src \
		scripts/in_venv.sh python/tests/heavy/trainers python bench/python.py --write README.md --peer bench/peer/.venv/bin/python $(wildcard $(OUT)/wheel/*.whl)

bench-serve: build ## load the server: against a run and the reference program's server, previews, 64 mixed clients for ten minutes, the studio
	scripts/in_venv.sh bench/peer true
	scripts/in_venv.sh bench python bench/serve.py $(FOXING) --seconds 600
	scripts/test_studio.sh $(FOXING) -m speed -s

clean: ## remove what was built and made
	rm -rf .build .build-* $(OUT) bench/out bench/.venv bench/peer/.venv fixtures/.venv
