package io.muster.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one step that cannot be called back, and what has to come before it. Declared as a bean
 * beside the steps; the deployment gate proves it of every path of every diagram.
 *
 * @param place the step, and where it may stand
 * @param guards what has to be passed before it
 * @param questions what flows have to ask on the way
 * @param terms what diagrams, tables and forms may not change
 */
public record GuardedDeed(
    Place place, Map<Guard, Passage> guards, Map<Question, Asked> questions, Terms terms) {
  /** Copies what it is given. */
  public GuardedDeed {
    guards = Map.copyOf(guards);
    questions = Map.copyOf(questions);
  }

  /** What is passed on the way, in this order. */
  public enum Guard {
    /** The devices are written down. */
    SNAPSHOT,
    /** They are locked. */
    LOCK,
    /** They are cut off from the company's networks. */
    ISOLATION,
    /** One device is looked at. */
    INSPECTION,
    /** The table decides about it; the name is the decision's. */
    DECISION,
    /** What is to be done is planned. */
    PLAN,
    /** Somebody agrees; the name is the listener's that writes the answer down. */
    ANSWER,
    /** The step that lets silence count as a yes. */
    SILENCE,
    /** The warrant is issued. */
    WARRANT,
    /** The device is looked for until it is awake. */
    AWAKE
  }

  /** What a flow asks, and what its asking proves. */
  public enum Question {
    /** Anything is erased at all. */
    ERASES,
    /** The table asks nobody. */
    BY_RULE,
    /** The answer was yes. */
    YES,
    /** Nobody else has to agree. */
    ENOUGH,
    /** Silence means yes. */
    SILENCE,
    /** The device is awake. */
    AWAKE
  }

  /**
   * The step, and where it may stand.
   *
   * @param step the name of the step
   * @param process the one process that may have it
   * @param calledOnly processes that nothing but a call can start
   * @param first the step that a leaver must not be kept waiting for
   * @param shuts the steps that contain a leaver, before which no system and no process of the
   *     owner's own is called
   */
  public record Place(
      String step, String process, Set<String> calledOnly, String first, Set<String> shuts) {
    /** Copies what it is given. */
    public Place {
      calledOnly = Set.copyOf(calledOnly);
      shuts = Set.copyOf(shuts);
    }
  }

  /**
   * What passes a guard.
   *
   * @param names the steps, the table or the listener, by name
   * @param words how a diagram calls it
   */
  public record Passage(Set<String> names, String words) {
    /** Copies what it is given. */
    public Passage {
      names = Set.copyOf(names);
    }
  }

  /**
   * What a flow has to ask of a variable.
   *
   * @param variable the variable
   * @param value what it is compared with
   * @param equal true if it has to be that, false if anything else
   */
  public record Asked(String variable, Object value, boolean equal) {
    /** The same, answered with no. */
    public Asked negated() {
      return value instanceof Boolean flag
          ? new Asked(variable, !flag, equal)
          : new Asked(variable, value, !equal);
    }

    /** True if whoever has asked this knows the other, too. */
    public boolean proves(Asked other) {
      if (!variable.equals(other.variable)) {
        return false;
      }
      var same = value.equals(other.value);
      return equal == other.equal ? same : equal && !same;
    }
  }

  /**
   * Variables that are not the diagrams'.
   *
   * @param kept the variables that code writes and relies on
   * @param answers those of them that people fill by a form
   * @param names the variables with the devices of the case, the one device, and the plan
   */
  public record Kept(Set<String> kept, Set<String> answers, Names names) {
    /** Copies what it is given. */
    public Kept {
      kept = Set.copyOf(kept);
      answers = Set.copyOf(answers);
    }

    /** The variable with the devices of the case. */
    public String devices() {
      return names.devices();
    }

    /** The variable with the one device. */
    public String device() {
      return names.device();
    }

    /** The variable with the plan. */
    public String plan() {
      return names.plan();
    }
  }

  /**
   * The variables by which one device is told from another.
   *
   * @param devices the devices of the case
   * @param device the one device
   * @param plan the plan for it
   */
  public record Names(String devices, String device, String plan) {}

  /**
   * The form that asks whether it shall be done.
   *
   * @param yes the answer that agrees
   * @param no the answer that does not
   * @param shows the variables it has to show
   * @param groups the groups that may be asked; the variable that names them, or some of these
   */
  public record Agreement(String yes, String no, Set<String> shows, Groups groups) {
    /** Copies what it is given. */
    public Agreement {
      shows = Set.copyOf(shows);
    }
  }

  /**
   * Who may be asked.
   *
   * @param variable the variable that names them
   * @param allowed the groups that may ever agree
   */
  public record Groups(String variable, Set<String> allowed) {
    /** Copies what it is given. */
    public Groups {
      allowed = Set.copyOf(allowed);
    }
  }

  /**
   * What diagrams, tables and forms may not change.
   *
   * @param variables the variables
   * @param agreement how somebody agrees
   * @param silence what has to be asked before silence may mean yes: inputs of the table
   * @param leastHistory how many days the history of a case has to be kept, at the least
   */
  public record Terms(Kept variables, Agreement agreement, Set<String> silence, int leastHistory) {
    /** Copies what it is given. */
    public Terms {
      silence = Set.copyOf(silence);
    }
  }

  /** The guard that this step passes, if it does. */
  public Optional<Guard> of(String step) {
    return guards.entrySet().stream()
        .filter(guard -> guard.getValue().names().contains(step))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How a diagram calls it. */
  public String words(Guard guard) {
    var passage = guards.get(guard);
    return passage == null ? guard.name() : passage.words();
  }

  /** What a flow that asks this proves. */
  public Set<Question> provenBy(Asked asked) {
    return questions.entrySet().stream()
        .filter(question -> asked.proves(question.getValue()))
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
