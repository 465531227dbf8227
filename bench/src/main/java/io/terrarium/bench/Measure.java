package io.terrarium.bench;

import java.io.IOException;
import java.util.List;

/** Something to measure, floor and all. */
@FunctionalInterface
interface Measure {
  List<Row> take(Ground ground) throws IOException, InterruptedException;
}
