package io.terrarium.engine.cpython;

import io.terrarium.jail.JailPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * How zygotes are started.
 *
 * @param python the interpreter
 * @param plan the plan of the jail
 * @param workerUserId whom workers become; -1 where they stay the application's own user
 * @param notes which other interpreters were passed over, and why
 */
record Launch(Path python, JailPlan plan, int workerUserId, List<String> notes) {}
