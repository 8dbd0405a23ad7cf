package io.muster.process;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.DmnBusinessRuleTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
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

  private final Function<String, Optional<Step>> steps;

  /**
   * The marks.
   *
   * @param steps finds the step of this name
   */
  SharedJobMarks(Function<String, Optional<Step>> steps) {
    this.steps = steps;
  }

  /** True if it may be done in the job of what comes before it. */
  boolean mayShare(ActivityImpl activity) {
    var step = activity.getProperties().get(MAY_SHARE);
    return step != null
        && (step.isEmpty() || steps.apply(step).filter(Step::mayShareJob).isPresent());
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
