# The two commands of the README are `make run` and `make test`; the others are for those who change the program.
GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X livebrief/internal/newsroom.version=$(VERSION)

.PHONY: run build test prepare check assets gazetteer gazetteer-check basemap basemap-check race fuzz campaign-postgres campaign-edges bench bench-publish bench-postgres bench-page bench-ledger bench-readers bench-live bench-cached bench-growth bench-edges bench-serve bench-verify bench-export bench-backup bench-copies bench-inbox bench-dates bench-hostile bench-sketch bench-maps bench-numbers bench-reading score-reading shots growth growth-watch

# The main job on the embedded defaults: a live briefing with the sample in it.
run: build
	./livebrief serve --sample

# A newsroom on PostgreSQL with a NATS node, and two edges, on loopback; the other publishes once and shows it on both.
growth: build
	@sh tools/growth.sh start ./livebrief

growth-watch:
	@sh tools/growth.sh watch ./livebrief

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o livebrief ./cmd/livebrief

# Every test, after installing what they need where that is possible.
test: prepare check
	$(GO) test -timeout 30m ./...
	cd tools && $(GO) test ./...
	$(GO) test -tags rivals ./internal/measure
	$(GO) test -race -short -timeout 30m ./internal/live ./internal/edition ./internal/web ./internal/intake
	$(GO) test -race -short -timeout 30m -run 'TwoPeople|NoReader|Embargo' ./internal/newsroom

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

# The places that the reader knows, from the packages of tools/package.json; the output is committed.
gazetteer:
	cd tools && npm ci --silent --no-audit --no-fund && node gazetteer/make.mjs

gazetteer-check:
	cd tools && npm ci --silent --no-audit --no-fund && node gazetteer/make.mjs --check

# What maps are drawn on, from the layers of LIVEBRIEF_SHARED; the output is committed.
basemap:
	cd tools && $(GO) run ./basemap -from "$$LIVEBRIEF_SHARED/data/basemap"

basemap-check:
	cd tools && $(GO) run ./basemap -check -from "$$LIVEBRIEF_SHARED/data/basemap"

# 20 primaries killed under load, and 20 kills and stops of the writer of two, on PostgreSQL.
campaign-postgres:
	LIVEBRIEF_LONG=1 $(GO) test -count=1 -timeout 60m -v -run 'Failover|SecondServerTakesOver|OverlooksAnother' ./internal/faults

# Five minutes of kills, stops and cuts among three NATS nodes, three edges and their newsroom.
campaign-edges:
	LIVEBRIEF_LONG=1 $(GO) test -count=1 -timeout 30m -v -run 'Edge' ./internal/faults

fuzz:
	@sh tools/fuzz.sh

# The tables of docs/measurements.md.
bench: bench-publish bench-postgres bench-page bench-ledger bench-readers bench-live bench-cached bench-growth bench-edges bench-serve bench-verify bench-export bench-backup bench-copies bench-inbox bench-dates bench-hostile bench-sketch bench-maps bench-numbers bench-reading

bench-publish:
	$(GO) test -run '^$$' -bench 'BenchmarkPublish$$' -benchtime 1000x -count 3 ./internal/store

# 16 publishers on one record against 16 connections that commit as many bytes, in turns, on a PostgreSQL that syncs.
bench-postgres:
	$(GO) test -run '^$$' -bench 'BenchmarkPublishTogether$$' -benchtime 20x -count 3 ./internal/store

bench-page:
	$(GO) test -run '^$$' -bench 'CommitToPage|AsOf|Start$$|Fold' -benchtime 200x ./internal/newsroom

bench-ledger:
	GOMAXPROCS=1 $(GO) test -run '^$$' -bench 'LedgerPages' -benchtime 20x ./internal/page

bench-readers:
	$(GO) test -run '^$$' -bench 'ThousandReaders' -benchtime 3x ./internal/newsroom
	$(GO) test -run '^$$' -bench 'Fanout' ./internal/live

# Streams against nginx with nchan, plain Go and bare epoll, in turns; some 20 minutes. LIVEBRIEF_BENCH=ours,nchan names some.
bench-live:
	$(GO) test -run '^$$' -bench 'Live' -benchtime 1x -timeout 60m ./internal/live

# A cached page and the head against nginx with the same bytes as files, one processor each, asked by wrk.
bench-cached:
	$(GO) test -run '^$$' -bench 'Cached$$' -benchtime 1x ./internal/newsroom

# From an acknowledged publish to its event and the page's new ETag, with 500 and with 50,000 developments behind it.
bench-growth:
	$(GO) test -run '^$$' -bench 'PublishToReaders$$' -benchtime 1x ./internal/newsroom

# How long an edge that has nothing takes until it has a record of 100,000 entries, over NATS and over HTTP, by turns.
bench-edges:
	$(GO) test -run '^$$' -bench 'EdgeBegins$$' -benchtime 1x -timeout 30m ./internal/newsroom

bench-serve:
	$(GO) test -run '^$$' -bench 'Serve' -benchtime 5x ./internal/newsroom

# The built program over a record of a million entries (LIVEBRIEF_ENTRIES for another number), on one core.
bench-verify:
	$(GO) test -run '^$$' -bench 'VerifyProgram' -benchtime 1x -timeout 30m ./internal/mirror

# A copy of 5,000 developments, the next edition over it, and its check.
bench-export:
	$(GO) test -run '^$$' -bench 'CopyOf5000' -benchtime 1x ./internal/mirror

bench-backup:
	$(GO) test -run '^$$' -bench 'Backup$$' -benchtime 1x ./internal/newsroom

# The reader against what people noted, on the halves that rules are written with; WikiWars where LIVEBRIEF_SHARED is set.
bench-reading: HALF = development
# The halves that are only scored: for figures that are published, not for writing rules.
score-reading: HALF = test
bench-reading score-reading: build
	$(GO) run -tags rivals ./cmd/livebrief measure dates $(WIKINEWS) --half $(HALF)
	./livebrief measure statements $(WIKINEWS) --half $(HALF)
	@if [ "$(HALF)" = development ]; then ./livebrief measure text internal/measure/testdata/pages --half all; fi
	@if [ -n "$$LIVEBRIEF_SHARED" ]; then $(GO) run -tags rivals ./cmd/livebrief measure dates "$$LIVEBRIEF_SHARED/data/eval/wikiwars-en" --anchor narrative --half $(HALF); \
	else echo "LIVEBRIEF_SHARED is not set: WikiWars is skipped"; fi

WIKINEWS = internal/reading/testdata/wikinews

# Texts a second of processor time, with 100,000 in the index (LIVEBRIEF_TEXTS for another number).
bench-copies:
	$(GO) test -run '^$$' -bench 'Copies' -benchtime 25x -cpu 1 -timeout 30m ./internal/reading/echo

bench-inbox:
	$(GO) test -run '^$$' -bench 'BenchmarkInbox$$' -benchtime 10x ./internal/newsroom

bench-dates:
	$(GO) test -run '^$$' -bench 'Dates' ./internal/reading

# Texts that try to take long: nanoseconds a byte at three sizes, then each reader by itself.
bench-hostile:
	$(GO) test -run '^$$' -bench 'Hostile$$|HostileReaders' -benchtime 1x -v -timeout 30m ./internal/reading

# The sketch of 2022 against a published series, month by month, then the time of a layer.
bench-sketch:
	$(GO) test -run 'SketchOf2022' -bench 'Sketch' -v ./internal/territory

# The change between consecutive days of a made-up front of real size, by ours and by GEOS in turns (gcc and libgeos-dev).
bench-maps:
	$(GO) test -run '^$$' -bench 'Between|AgainstGEOS|Layer' -benchtime 20x -v ./internal/territory
	$(GO) test -run '^$$' -bench 'Import' -benchtime 1000x ./internal/atlas

# The pages of 50,000 versions of numbers, and a workbook of the size of a tracker's, in process memory at its most.
bench-numbers:
	$(GO) test -run '^$$' -bench 'Numbers' -benchtime 20x -cpu 1 ./internal/page
	$(GO) test -run '^$$' -bench 'Workbook' -benchtime 5x ./internal/sheet

# The pictures of the README, from the sample in a real browser.
shots:
	@folder=$$(mktemp -d) && mkdir -p docs/shots && LIVEBRIEF_SHOTS=$$folder $(GO) test -count=1 -run '^TestShots$$' ./internal/newsroom && \
	for name in live-1280-light desk-report-1280-light live-360-dark; do cp $$folder/$$name.png docs/shots/ || exit 1; done && rm -r $$folder
