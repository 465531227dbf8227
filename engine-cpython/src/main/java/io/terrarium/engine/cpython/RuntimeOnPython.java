package io.terrarium.engine.cpython;

import io.terrarium.PythonRuntime;
import java.nio.file.Path;

/** A runtime, and the interpreter that was found for it. */
record RuntimeOnPython(PythonRuntime runtime, Path python) {}
