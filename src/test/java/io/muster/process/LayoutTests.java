package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our diagrams as they are seen: nothing hides anything else, and every line can be followed with a
 * finger. Camunda Modeler shows at once what a complaint here means.
 */
class LayoutTests {
  private static final double LINE_OF_TEXT = 13;
  private static final double LETTER = 4.4;

  /** What a screen shows at a size at which every name can still be read. */
  private static final double SCREEN_WIDTH = 1900;

  private static final double SCREEN_HEIGHT = 1000;

  @ParameterizedTest
  @MethodSource("diagrams")
  void fitsAScreen(Path file) {
    var sheet = new Drawing(file).sheet();

    assertThat(sheet.getWidth() <= SCREEN_WIDTH && sheet.getHeight() <= SCREEN_HEIGHT)
        .as("%s of %.0f x %.0f fits", file, sheet.getWidth(), sheet.getHeight())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void drawsNoStepOnTopOfAnother(Path file) {
    var drawing = new Drawing(file);
    drawing.shapes.forEach(
        (one, a) ->
            drawing.shapes.forEach(
                (other, b) ->
                    assertThat(
                            one.equals(other)
                                || drawing.contains(one, b)
                                || drawing.contains(other, a)
                                || drawing.isOnTheEdge(one)
                                || drawing.isOnTheEdge(other)
                                || !a.intersects(b))
                        .as("%s and %s are apart", one, other)
                        .isTrue()));
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void writesEveryNameWhereThereIsRoomForIt(Path file) {
    var drawing = new Drawing(file);

    assertThat(drawing.labels.keySet()).containsAll(drawing.labelled);
    drawing.labels.forEach(
        (owner, label) -> {
          var name = drawing.element(owner).getName();
          var letters = Math.floor(label.getHeight() / LINE_OF_TEXT) * label.getWidth() / LETTER;
          assertThat(letters)
              .as("room for '%s' at %s", name, owner)
              .isGreaterThanOrEqualTo(name.length());
        });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void writesNoNameOverAnythingElse(Path file) {
    var drawing = new Drawing(file);
    drawing.labels.forEach(
        (owner, label) -> {
          drawing.labels.forEach(
              (other, its) ->
                  assertThat(!owner.equals(other) && label.intersects(its))
                      .as("the names of %s and %s overlap", owner, other)
                      .isFalse());
          drawing.shapes.forEach(
              (shape, its) ->
                  assertThat(label.intersects(its) && !drawing.contains(shape, label))
                      .as("the name of %s lies on %s", owner, shape)
                      .isFalse());
          drawing.lines.forEach(
              line ->
                  assertThat(line.line.intersects(label))
                      .as("the name of %s lies on the line %s", owner, line.flow.getId())
                      .isFalse());
        });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void drawsEveryLineFromBorderToBorderInRightAngles(Path file) {
    var drawing = new Drawing(file);
    for (var line : drawing.lines) {
      assertThat(line.line.getX1() == line.line.getX2() || line.line.getY1() == line.line.getY2())
          .as("%s goes straight", line.flow.getId())
          .isTrue();
    }
    drawing.ends.forEach(
        (flow, ends) -> {
          var from = drawing.shapes.get(flow.getSource().getId());
          var to = drawing.shapes.get(flow.getTarget().getId());
          assertThat(isOnTheBorder(from, ends.get(0)))
              .as("%s starts at the border of %s", flow.getId(), flow.getSource().getId())
              .isTrue();
          assertThat(isOnTheBorder(to, ends.get(1)))
              .as("%s ends at the border of %s", flow.getId(), flow.getTarget().getId())
              .isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void letsNoTwoLinesMeet(Path file) {
    var lines = new Drawing(file).lines;
    for (var one : lines) {
      for (var other : lines) {
        assertThat(one.flow != other.flow && one.line.intersectsLine(other.line))
            .as("%s and %s meet", one.flow.getId(), other.flow.getId())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("diagrams")
  void leadsNoLineThroughAStep(Path file) {
    var drawing = new Drawing(file);
    for (var line : drawing.lines) {
      drawing.shapes.forEach(
          (id, shape) ->
              assertThat(
                      line.line.intersects(inner(shape))
                          && !(drawing.contains(id, line.line.getBounds2D())
                              && !line.isAt(drawing.element(id))))
                  .as("%s leads through %s", line.flow.getId(), id)
                  .isFalse());
    }
  }

  static Stream<Path> diagrams() throws IOException {
    return DiagramTests.diagrams();
  }

  /** The shape without its border, where a line may end. */
  private static Rectangle2D inner(Rectangle2D shape) {
    return new Rectangle2D.Double(
        shape.getX() + 1, shape.getY() + 1, shape.getWidth() - 2, shape.getHeight() - 2);
  }

  private static boolean isOnTheBorder(@Nullable Rectangle2D shape, Point2D point) {
    return shape != null
        && point.getX() >= shape.getMinX()
        && point.getX() <= shape.getMaxX()
        && point.getY() >= shape.getMinY()
        && point.getY() <= shape.getMaxY()
        && (point.getX() == shape.getMinX()
            || point.getX() == shape.getMaxX()
            || point.getY() == shape.getMinY()
            || point.getY() == shape.getMaxY());
  }

  private record Line(SequenceFlow flow, Line2D line) {
    boolean isAt(FlowElement element) {
      return flow.getSource() == element || flow.getTarget() == element;
    }
  }

  /** Where everything is on the sheet, by the id of the element. */
  private static final class Drawing {
    final Map<String, Rectangle2D> shapes = new LinkedHashMap<>();
    final Map<String, Rectangle2D> labels = new LinkedHashMap<>();
    final Map<SequenceFlow, List<Point2D>> ends = new LinkedHashMap<>();
    final List<Line> lines = new ArrayList<>();
    final List<String> labelled = new ArrayList<>();
    private final BpmnModelInstance model;

    Drawing(Path file) {
      model = Bpmn.readModelFromFile(file.toFile());
      for (var shape : model.getModelElementsByType(BpmnShape.class)) {
        var element = shape.getBpmnElement();
        shapes.put(element.getId(), rectangle(shape.getBounds()));
        label(element.getId(), shape.getBpmnLabel());
        if (element instanceof Event || element instanceof Gateway) {
          labelled.add(element.getId());
        }
      }
      for (var edge : model.getModelElementsByType(BpmnEdge.class)) {
        var flow = (SequenceFlow) edge.getBpmnElement();
        label(flow.getId(), edge.getBpmnLabel());
        if (flow.getName() != null) {
          labelled.add(flow.getId());
        }
        var points =
            edge.getWaypoints().stream()
                .map(point -> (Point2D) new Point2D.Double(point.getX(), point.getY()))
                .toList();
        ends.put(flow, List.of(points.get(0), points.get(points.size() - 1)));
        for (var i = 1; i < points.size(); i++) {
          lines.add(new Line(flow, new Line2D.Double(points.get(i - 1), points.get(i))));
        }
      }
    }

    /** The least rectangle that holds every shape, line and name. */
    Rectangle2D sheet() {
      var sheet = new Rectangle2D.Double();
      Stream.of(
              shapes.values().stream(),
              labels.values().stream(),
              lines.stream().map(line -> line.line.getBounds2D()))
          .flatMap(all -> all)
          .reduce(Rectangle2D::createUnion)
          .ifPresent(sheet::setRect);
      return sheet;
    }

    FlowElement element(String id) {
      return model.getModelElementById(id);
    }

    boolean isOnTheEdge(String id) {
      return element(id) instanceof BoundaryEvent;
    }

    boolean contains(String id, Rectangle2D other) {
      var shape = shapes.get(id);
      return element(id) instanceof SubProcess
          && shape != null
          && other.getMinX() > shape.getMinX()
          && other.getMaxX() < shape.getMaxX()
          && other.getMinY() > shape.getMinY()
          && other.getMaxY() < shape.getMaxY();
    }

    private void label(String owner, @Nullable BpmnLabel label) {
      if (label != null && label.getBounds() != null) {
        labels.put(owner, rectangle(label.getBounds()));
      }
    }

    private static Rectangle2D rectangle(Bounds bounds) {
      return new Rectangle2D.Double(
          bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
    }
  }
}
