package io.terrarium.engine.cpython;

import io.terrarium.EngineUnavailableException;
import io.terrarium.IsolationExtra.Use;
import java.io.IOException;
import java.util.Optional;

/**
 * The control group that an engine's zygotes are put into, or why there is none.
 *
 * @param group the group, which the owner of this closes
 * @param refused why there is none where one was wanted
 */
record ControlGroupGrant(Optional<ControlGroup> group, Optional<String> refused)
    implements AutoCloseable {
  private static final String REMEDY =
      " Give the application a delegated group of its own: Delegate=yes and DelegateSubgroup= in its"
          + " systemd unit, systemd-run --scope -p Delegate=yes, or a container whose control groups are"
          + " writable.";

  /** Asked for by an operator. */
  record Request(Use use, ControlGroupLimits limits) {}

  /**
   * Makes the group that was asked for.
   *
   * @throws EngineUnavailableException if it is required and cannot be had
   */
  static ControlGroupGrant of(Request request) {
    if (request.use() == Use.OFF) {
      return new ControlGroupGrant(Optional.empty(), Optional.empty());
    }
    try {
      var hierarchy =
          ControlGroupHierarchy.own(OwnUser.current().isRoot())
              .orElseThrow(
                  () -> new IOException("no group of version 2 is delegated to this application"));
      var group = ControlGroup.make(hierarchy, request.limits());
      return new ControlGroupGrant(Optional.of(group), Optional.empty());
    } catch (IOException e) {
      String reason = "No control group can be made: " + e.getMessage() + "." + REMEDY;
      if (request.use() == Use.REQUIRED) {
        throw new EngineUnavailableException(
            "The cpython engine refuses to run programs here: a control group is required. "
                + reason,
            e);
      }
      return new ControlGroupGrant(Optional.empty(), Optional.of(reason));
    }
  }

  @Override
  public void close() {
    group.ifPresent(ControlGroup::close);
  }
}
