package io.terrarium.bench;

import io.terrarium.Sandbox;
import java.nio.file.Path;

/**
 * The Python that workers run on, so that the floors are measured with the same.
 *
 * @param description its kind and version
 * @param executable where it is
 */
record Python(String description, Path executable) {
  private static final String PLACE = " at ";

  static Python ofWorkers() {
    try (Sandbox sandbox = Sandbox.create()) {
      return of(sandbox);
    }
  }

  static Python of(Sandbox sandbox) {
    String runtime = sandbox.isolation().runtime().orElseThrow();
    int place = runtime.indexOf(PLACE);
    return new Python(
        runtime.substring(0, place), Path.of(runtime.substring(place + PLACE.length())));
  }
}
