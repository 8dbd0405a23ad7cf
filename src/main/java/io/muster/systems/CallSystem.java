package io.muster.systems;

import io.muster.ledger.Ledger;
import io.muster.people.Workforce;
import io.muster.process.BehindContainment;
import io.muster.process.Step;
import io.muster.process.TaskSettings;
import io.muster.remote.RemoteFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls another system of the house, and takes over what it answers.
 *
 * <p>Each call has a key, which the ledger writes down before it is sent. A try whose answer was
 * lost is followed by one with the same key only, or by a person, if the system knows no keys.
 */
@Component
class CallSystem extends Step implements BehindContainment {
  private static final String ACTION = "system.call";

  /** Stands for the key and the address where a request is compared with an earlier one. */
  private static final Map<String, String> SAME =
      Map.of(CallSettings.KEY, "-", CallSettings.CALL_BACK, "-");

  private final ConnectedSystems systems;
  private final OpenCalls calls;
  private final CallBacks callBacks;
  private final Workforce people;
  private final Ledger ledger;

  CallSystem(
      ConnectedSystems systems,
      OpenCalls calls,
      CallBacks callBacks,
      Workforce people,
      Ledger ledger) {
    this.systems = systems;
    this.calls = calls;
    this.callBacks = callBacks;
    this.people = people;
    this.ledger = ledger;
  }

  /** The call's key is found again by the job. */
  @Override
  protected boolean mayShareJob() {
    return false;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var settings = CallSettings.of(TaskSettings.of(execution));
    var system = systems.named(settings.system());
    demandAllowed(settings, system);
    var call = calls.begin(site(execution, settings));
    var answer = call.answer().orElseGet(() -> ask(execution, new Asked(settings, system, call)));
    answer.forEach(execution::setVariable);
    calls.over(call.key());
  }

  private static void demandAllowed(CallSettings settings, ConnectedSystem system) {
    if (!system.allows(settings.method())) {
      throw new RemoteFailure.Misconfigured(
          "Diagrams may not use %s at %s. Add it to muster.systems.%s.methods if that is meant."
              .formatted(settings.method(), system.name(), system.name()));
    }
  }

  private OpenCall.Site site(DelegateExecution execution, CallSettings settings) {
    var values = new CaseValues(execution, people, SAME);
    return new OpenCall.Site(
        caseId(execution),
        execution.getProcessInstanceId(),
        execution.getCurrentActivityId(),
        TaskSettings.job(),
        digest(
            String.join(
                "\n",
                settings.system(),
                settings.method(),
                settings.path().fill(values),
                settings.body().map(body -> body.fill(values)).orElse(""))));
  }

  private record Asked(CallSettings settings, ConnectedSystem system, OpenCall call) {
    UUID key() {
      return call.key();
    }

    /** True if asking again cannot do it twice. */
    boolean isRepeatable() {
      return system.knowsKeys() || settings.isReading();
    }
  }

  private Map<String, @Nullable Object> ask(DelegateExecution execution, Asked asked) {
    if (asked.call().mayHaveHappened() && !asked.isRepeatable()) {
      throw leaveToAPerson(asked);
    }
    var request = request(execution, asked);
    calls.sent(asked.key());
    try {
      var answer =
          ledger.perform(
              asked.system().connectionName(),
              ACTION,
              asked.key().toString(),
              () -> answered(asked, request));
      calls.answered(asked.key(), answer);
      return answer;
    } catch (RemoteFailure.Unavailable failure) {
      if (failure.surelyNotSent()) {
        nothingHappened(asked);
      } else if (!asked.isRepeatable()) {
        throw leaveToAPerson(asked);
      }
      throw failure;
    } catch (RemoteFailure.Misconfigured failure) {
      nothingHappened(asked);
      throw failure;
    } catch (RemoteFailure.Refused failure) {
      if (!(failure.getCause() instanceof UnreadableAnswer) || !asked.isRepeatable()) {
        calls.forget(asked.key()); // what a person has corrected is another call
      }
      throw failure;
    }
  }

  private void nothingHappened(Asked asked) {
    if (!asked.call().mayHaveHappened()) {
      calls.notSent(asked.key());
    }
  }

  private RemoteFailure.Refused leaveToAPerson(Asked asked) {
    calls.forget(asked.key());
    return new RemoteFailure.Refused(
        "The answer of %s was lost, and it knows no keys. See there whether call %s was done, and try again only if it was not."
            .formatted(asked.system().name(), asked.key()));
  }

  private SystemCall request(DelegateExecution execution, Asked asked) {
    var settings = asked.settings();
    var ofCall = new TreeMap<>(SAME);
    ofCall.put(CallSettings.KEY, asked.key().toString());
    settings
        .waitTask()
        .ifPresent(
            wait ->
                ofCall.put(
                    CallSettings.CALL_BACK,
                    callBacks
                        .open(
                            new CallBacks.Wait(
                                asked.key(),
                                execution.getProcessInstanceId(),
                                wait,
                                TaskSettings.of(execution, wait).getOrDefault("outputs", "")),
                            settings.answerWithin())
                        .toString()));
    var values = new CaseValues(execution, people, ofCall);
    return new SystemCall(
        asked.key().toString(),
        settings.method(),
        settings.path().fill(values),
        settings.body().map(body -> body.fill(values)).orElse(""),
        asked.call().mayHaveHappened());
  }

  private static Map<String, @Nullable Object> answered(Asked asked, SystemCall request) {
    var answer = asked.system().call(request);
    var said = asked.settings().success().filter(sign -> !sign.isIn(answer));
    if (said.isPresent()) {
      throw asked.system().errorInside(said.get());
    }
    try {
      return asked.settings().mapping().values(answer);
    } catch (UnreadableAnswer unreadable) {
      throw asked.system().unusable(unreadable);
    }
  }

  private static String digest(String request) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(request.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform knows SHA-256", impossible);
    }
  }
}
