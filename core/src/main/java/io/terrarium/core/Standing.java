package io.terrarium.core;

import io.terrarium.Limits;
import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import java.util.Optional;

/**
 * What the profile of a program comes to in a sandbox.
 *
 * @param usual what a call may use unless it says otherwise
 * @param ceiling what it may use at most, whatever it asks for
 * @param lane where it waits for a place
 */
record Standing(Limits usual, Limits ceiling, Admission.Lane lane) {

  /** That of programs without a profile. */
  static Standing common(SandboxSettings settings) {
    return new Standing(
        settings.defaultLimits(),
        settings.ceiling(),
        new Admission.Lane("", settings.maximumConcurrentCalls()));
  }

  /** That of programs in a profile. */
  static Standing of(Profile profile, SandboxSettings settings) {
    Limits ceiling = profile.ceiling().orElse(settings.ceiling()).clampedTo(settings.ceiling());
    return new Standing(
        profile.limits().orElse(settings.defaultLimits()),
        ceiling,
        new Admission.Lane(
            profile.name(),
            profile.maximumConcurrentCalls().orElse(settings.maximumConcurrentCalls())));
  }

  /** The limits that really apply: what was asked for, or the usual, under the ceiling. */
  Limits effective(Optional<Limits> asked) {
    return asked.orElse(usual).clampedTo(ceiling);
  }
}
