package io.terrarium.server;

import io.terrarium.IsolationReport;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.json.IsolationDocument;
import io.terrarium.json.Json;
import io.terrarium.json.LimitsObject;
import io.terrarium.json.PolicyDocument;
import io.terrarium.policy.PolicyView;
import io.terrarium.spi.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What there is to know of the service: its policies, its profiles, its isolation, its interface.
 */
final class InformationRoutes {
  /** Somebody who asks for policies with ever other options must not fill the memory. */
  private static final int POLICIES_KEPT = 100;

  private final SandboxSettings sandbox;
  private final Answer isolation;
  private final Answer description;
  private final Map<Policy, Answer> policies = new ConcurrentHashMap<>();

  InformationRoutes(SandboxSettings sandbox, IsolationReport isolation) {
    this.sandbox = sandbox;
    this.isolation = Answer.json(IsolationDocument.of(List.of(isolation)));
    this.description = description();
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/policies", Route.Access.CALLER, _ -> policies()),
        Route.of("GET", "/v1/policies/{name}", Route.Access.CALLER, this::policy),
        Route.of("GET", "/v1/profiles", Route.Access.CALLER, this::profiles),
        Route.of("GET", "/v1/isolation", Route.Access.CALLER, _ -> isolation),
        Route.of("GET", "/openapi.json", Route.Access.OPEN, _ -> description));
  }

  private static Answer policies() {
    return Answer.json(
        Json.text(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("policies");
          Policy.presets().forEach(policy -> json.writeString(policy.name()));
          json.writeEndArray();
          json.writeEndObject();
        }));
  }

  private Answer policy(Request request) {
    String name = request.variable("name");
    Policy policy;
    try {
      policy = Policy.named(name);
    } catch (IllegalArgumentException e) {
      List<String> names = Policy.presets().stream().map(Policy::name).toList();
      throw Problem.of(ProblemCode.POLICY_NOT_FOUND, "There is no such policy.")
          .suggesting(Nearest.of(name, names).map(List::of).orElse(List.of()))
          .exception();
    }
    Answer known = policies.get(policy);
    if (known != null) {
      return known;
    }
    Answer answer = Answer.json(PolicyDocument.of(PolicyView.of(policy)));
    if (policies.size() < POLICIES_KEPT) {
      policies.put(policy, answer);
    }
    return answer;
  }

  private Answer profiles(Request request) {
    Caller caller = request.caller();
    return Answer.json(
        Json.text(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("profiles");
          for (Profile profile : caller.profiles().values()) {
            Limits ceiling =
                profile.ceiling().orElse(sandbox.ceiling()).clampedTo(sandbox.ceiling());
            Limits usual = profile.limits().orElse(sandbox.defaultLimits());
            json.writeStartObject();
            json.writeStringProperty("name", profile.name());
            json.writeStringProperty("policy", profile.policy().name());
            LimitsObject.write("limits", usual.clampedTo(ceiling), json);
            LimitsObject.write("ceiling", ceiling, json);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringProperty("default", caller.standard().map(Profile::name).orElse(null));
          json.writeEndObject();
        }));
  }

  private static Answer description() {
    try (InputStream file = InformationRoutes.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not in the module");
      }
      return new Answer.Document(200, Answer.JSON, file.readAllBytes(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
