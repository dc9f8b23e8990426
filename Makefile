# The two commands of the README are `make run` and `make test`; the others are for those who change the program.
GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X livebrief/internal/newsroom.version=$(VERSION)

.PHONY: run build test prepare check assets race fuzz bench bench-publish bench-live bench-start shots

# The main job on the embedded defaults: a live briefing with the sample in it.
run: build
	./livebrief serve --sample

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o livebrief ./cmd/livebrief

# Every test, after installing what they need where that is possible.
test: prepare check
	$(GO) test -timeout 20m ./...
	cd tools && $(GO) test ./...
	$(GO) test -race -short -timeout 20m ./internal/live ./internal/edition ./internal/web ./internal/intake ./internal/newsroom

prepare:
	@sh tools/prepare.sh

# What a reviewer would otherwise have to say.
check:
	@unformatted=$$(gofmt -l cmd internal tools); if [ -n "$$unformatted" ]; then echo "not gofmt-ed: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	cd tools && $(GO) vet ./... && $(GO) run ./bundle -check

# The page's script from its TypeScript; the output is committed.
assets:
	cd tools && $(GO) run ./bundle

fuzz:
	@sh tools/fuzz.sh
