package io.terrarium.engine.cpython;

import io.terrarium.jail.JailPlan;
import io.terrarium.spi.Events;
import java.nio.file.Path;
import java.util.List;

/** How zygotes are started. Immutable. */
interface Launch {
  /** The interpreter. */
  Path python();

  /** The plan of the jail, with the supervisor's socket in a folder. */
  JailPlan plan(Path socketFolder);

  /** Where workers find the socket. */
  String address(Path socket);

  /** Whom workers become; -1 where they stay the application's own user. */
  int workerUserId();

  /** What is used of the isolation beyond the floor. */
  Extras extras();

  /** What to do about a control group. */
  ControlGroupGrant.Request controlGroup();

  /** Which other interpreters were passed over, and why. */
  List<String> notes();

  /** Who is told of zygotes that come and go. */
  Events events();
}
