package io.muster.process;

import io.muster.process.DiagramNeed.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.DmnBusinessRuleTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;

/** Marks in every diagram what {@link SharedJobs share a job} with what comes before them. */
final class SharedJobMarks extends AbstractBpmnParseListener {
  private static final Namespace CAMUNDA =
      new Namespace("http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn");
  private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");

  /** The step that may; empty text for what does nothing outside by itself. */
  private static final PropertyKey<String> MAY_SHARE = new PropertyKey<>("musterMayShareJob");

  private static final ExecutionListener WORKED = execution -> SharedJobs.worked();

  /** By these code tells that a case has done nothing yet, so nothing is done in their jobs. */
  private static final Set<Kind> BEFORE_ANYTHING = Set.of(Kind.START, Kind.FIRST_DAY);

  private final Function<String, Optional<Step>> steps;
  private final Function<String, List<DiagramNeed>> needs;
  private final Map<String, Set<String>> keptApart = new ConcurrentHashMap<>();

  /**
   * The marks.
   *
   * @param steps finds the step of this name
   * @param needs what code relies on in the diagrams of this process
   */
  SharedJobMarks(
      Function<String, Optional<Step>> steps, Function<String, List<DiagramNeed>> needs) {
    this.steps = steps;
    this.needs = needs;
  }

  /** True if the job of this activity may do what comes after it. */
  boolean mayBeShared(String process, String activity) {
    return !keptApart.computeIfAbsent(process, this::beforeAnything).contains(activity);
  }

  private Set<String> beforeAnything(String process) {
    return needs.apply(process).stream()
        .filter(need -> BEFORE_ANYTHING.contains(need.kind()))
        .map(DiagramNeed::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * True if what comes next may be done in the job of what comes before it. What contains a leaver
   * has jobs of its own, so that the most urgent goes first and a crowd gathers for each call.
   */
  boolean mayShare(ExecutionEntity execution) {
    var name = execution.getActivity().getProperties().get(MAY_SHARE);
    return name != null
        && (name.isEmpty()
            || steps
                .apply(name)
                .filter(step -> step.mayShareJob() && !step.lane(execution).contains())
                .isPresent());
  }

  @Override
  public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    mark(activity, "");
  }

  @Override
  public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
    mark(activity, "");
  }

  @Override
  public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    if (activity.getActivityBehavior() instanceof DmnBusinessRuleTaskActivityBehavior) {
      mark(activity, "");
    } else {
      works(activity);
    }
  }

  @Override
  public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
    var expression = element.attributeNS(CAMUNDA, "delegateExpression");
    var bean = BEAN.matcher(expression == null ? "" : expression);
    if (bean.matches()) {
      mark(activity, bean.group(1));
    }
  }

  @Override
  public void parseSendTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseScriptTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseParallelGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseInclusiveGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseEventBasedGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseIntermediateThrowEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    works(activity);
  }

  @Override
  public void parseMultiInstanceLoopCharacteristics(
      Element element, Element loop, ActivityImpl activity) {
    works(activity);
  }

  private static void mark(ActivityImpl activity, String step) {
    activity.getProperties().set(MAY_SHARE, step);
  }

  private static void works(ActivityImpl activity) {
    activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, WORKED);
  }
}
