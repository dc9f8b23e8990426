/* Differences of polygons by GEOS, for comparison: reads pairs of rings from standard input as text (how many pairs; for
   each ring how many points, then longitude and latitude of each), and writes for each pair the nanoseconds that both
   differences took and the rings of what was gained and lost. Build: cc -O2 main.c -lgeos_c */
#include <geos_c.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void say(const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  vfprintf(stderr, format, rest);
  va_end(rest);
  fputc('\n', stderr);
}

static GEOSGeometry *read_ring(void) {
  int n;
  if (scanf("%d", &n) != 1) exit(65);
  GEOSCoordSequence *points = GEOSCoordSeq_create(n + 1, 2);
  double x, y, x0 = 0, y0 = 0;
  for (int i = 0; i < n; i++) {
    if (scanf("%lf %lf", &x, &y) != 2) exit(65);
    if (i == 0) x0 = x, y0 = y;
    GEOSCoordSeq_setXY(points, i, x, y);
  }
  GEOSCoordSeq_setXY(points, n, x0, y0);
  return GEOSGeom_createPolygon(GEOSGeom_createLinearRing(points), NULL, 0);
}

static void write_ring(const GEOSGeometry *ring) {
  const GEOSCoordSequence *points = GEOSGeom_getCoordSeq(ring);
  unsigned n;
  GEOSCoordSeq_getSize(points, &n);
  printf(" %u", n - 1);
  for (unsigned i = 0; i + 1 < n; i++) {
    double x, y;
    GEOSCoordSeq_getXY(points, i, &x, &y);
    printf(" %.9f %.9f", x, y);
  }
}

static int rings_of(const GEOSGeometry *g, int write) {
  int all = 0;
  for (int i = 0; i < GEOSGetNumGeometries(g); i++) {
    const GEOSGeometry *part = GEOSGetGeometryN(g, i);
    if (GEOSGeomTypeId(part) != GEOS_POLYGON || GEOSisEmpty(part)) continue;
    int holes = GEOSGetNumInteriorRings(part);
    all += 1 + holes;
    if (!write) continue;
    write_ring(GEOSGetExteriorRing(part));
    for (int k = 0; k < holes; k++) write_ring(GEOSGetInteriorRingN(part, k));
  }
  return all;
}

static void write_area(GEOSGeometry *g) {
  GEOSNormalize(g);
  printf(" %d", rings_of(g, 0));
  rings_of(g, 1);
}

int main(void) {
  initGEOS(say, say);
  int pairs;
  if (scanf("%d", &pairs) != 1) return 65;
  for (int i = 0; i < pairs; i++) {
    GEOSGeometry *before = read_ring(), *after = read_ring();
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    GEOSGeometry *gained = GEOSDifference(after, before), *lost = GEOSDifference(before, after);
    clock_gettime(CLOCK_MONOTONIC, &to);
    if (!gained || !lost) return 1;
    printf("%ld", (to.tv_sec - from.tv_sec) * 1000000000L + to.tv_nsec - from.tv_nsec);
    write_area(gained);
    write_area(lost);
    putchar('\n');
    GEOSGeom_destroy(before), GEOSGeom_destroy(after), GEOSGeom_destroy(gained), GEOSGeom_destroy(lost);
  }
  return 0;
}
