package io.terrarium.engine.cpython;

import io.terrarium.jail.Enclosure;
import io.terrarium.jail.Identity;
import io.terrarium.jail.JailPlan;
import io.terrarium.jail.JailSpec;
import io.terrarium.jail.Namespace;
import io.terrarium.spi.Events;
import java.nio.file.Path;
import java.util.List;

/**
 * How zygotes are started in a jail.
 *
 * @param python the interpreter
 * @param spec the jail, without what depends on this start
 * @param owner who the application is
 * @param extras what is used of the isolation beyond the floor
 * @param controlGroup what to do about a control group
 * @param notes which other interpreters were passed over, and why
 * @param events who is told of zygotes that come and go
 */
record JailedLaunch(
    Path python,
    JailSpec spec,
    OwnUser owner,
    Extras extras,
    ControlGroupGrant.Request controlGroup,
    List<String> notes,
    Events events)
    implements Launch {
  private static final int OWN_USER = -1;

  @Override
  public int workerUserId() {
    return spec.dropTo().map(identity -> (int) identity.userId()).orElse(OWN_USER);
  }

  @Override
  public JailPlan plan(Path socketFolder) {
    JailSpec enclosed =
        spec.withEnclosure(
            extras.enclosure(
                spec.dropTo().map(Identity::userId).orElse(owner.userId()),
                spec.dropTo().map(Identity::groupId).orElse(owner.groupId()),
                socketFolder.toString()));
    return (extras.landlock() ? enclosed : enclosed.withoutLandlock()).plan();
  }

  @Override
  public String address(Path socket) {
    return extras.namespaces().contains(Namespace.MOUNT)
        ? Enclosure.SOCKET_FOLDER + "/" + socket.getFileName()
        : socket.toString();
  }
}
