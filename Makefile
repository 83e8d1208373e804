# Foxing: OCR training sets from clean document pages. `make` alone lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
PYTHON ?= python3
OUT ?= out
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
FOXING = .build/release/foxing
BENCH = .build/release/foxing-bench
# A debug build would leave the loops over pixels without optimization.
KERNELS = -Xcc -O2 -Xcxx -O2
SWIFT_FILES = Package.swift Sources Tests

# Debian packages: what the build links, what a run reads with and writes letters with.
PACKAGES = pkg-config libopencv-dev libtesseract-dev libleptonica-dev libturbojpeg0-dev libdeflate-dev libspng-dev \
	libtiff-dev libwebp-dev libssl-dev libpango1.0-dev libfribidi-dev tesseract-ocr tesseract-ocr-eng tesseract-ocr-kor \
	fonts-dejavu-core fonts-liberation fonts-noto-cjk python3-venv

.PHONY: help setup build demo test test-consumer test-language test-killed test-readers sanitize lint format accept docs fixtures bench bench-words bench-peer clean

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
	$(PYTHON) scripts/operations_manual.py .build/debug/foxing | diff docs/operations.md - # else: make docs
	scripts/in_venv.sh Tests/schema python Tests/schema/validate.py .build/debug/foxing
	scripts/read_sets.sh .build/debug/foxing light
	scripts/test_c.sh .build/debug
	$(PYTHON) Tests/endurance/killed_runs.py .build/debug/foxing 2

test-consumer: setup ## build and run a program that depends on a version of this package, with an operation of its own
	scripts/test_consumer.sh

test-language: ## compare the parser with a YAML 1.2 parser on generated documents
	$(SWIFT) build -c release --product parse-corpus
	scripts/in_venv.sh Tests/differential $(PYTHON) Tests/differential/compare.py .build/release/parse-corpus

test-readers: build ## load sets of every format with all the readers they are for, PaddleOCR, docTR and kraken too
	scripts/read_sets.sh $(FOXING) light paddle torch

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

docs: build ## write docs/operations.md and docs/reference from the declarations
	$(PYTHON) scripts/operations_manual.py $(FOXING) > docs/operations.md
	FOXING_ACCEPT=1 $(SWIFT) test --filter ReferenceTests

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

bench-words: build ## count the words that Tesseract still finds after each operation (slow)
	$(SWIFT) build -c release --product foxing-bench
	scripts/in_venv.sh bench python bench/make_pages.py 24 bench/out/pages-24
	$(BENCH) words bench/out/pages-24/page-000.png

bench-peer: build ## time foxing against the reference program on the same pages
	scripts/in_venv.sh bench/peer true
	scripts/in_venv.sh bench python bench/compare.py $(FOXING) --write README.md

clean: ## remove what was built and made
	rm -rf .build .build-* $(OUT) bench/out bench/.venv bench/peer/.venv fixtures/.venv
