package io.terrarium.engine.cpython;

import io.terrarium.PythonRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the zygotes of a group have in common: all that decides what their workers can do for a
 * program. Immutable.
 *
 * @param python the interpreter
 * @param runtime what it has ready besides its standard library
 * @param kind how much of that is wanted
 */
record ZygoteModel(Path python, PythonRuntime runtime, ZygoteKind kind) {

  /** Of the default runtime, with nothing added. */
  static ZygoteModel plain(Path python, ZygoteKind kind) {
    return new ZygoteModel(python, PythonRuntime.DEFAULT, kind);
  }

  /** Whether code runs in it that is neither Python's own nor ours. */
  boolean isEquipped() {
    return runtime.isEquipped();
  }

  /** The operator's modules, as a zygote is told of them: those of lean ones have none. */
  List<Object> modules() {
    var told = new ArrayList<Object>();
    if (kind.library()) {
      runtime
          .modules()
          .forEach(module ->
              module
                  .parts()
                  .forEach(part ->
                      told.add(
                          Map.of(
                              "name", part.name(),
                              "file", part.file(),
                              "source", part.source(),
                              "package", part.isPackage()))));
    }
    return told;
  }

  /** The modules of packages that are imported before the jail closes. */
  List<String> preload() {
    return kind.library() ? runtime.preload() : List.of();
  }
}
