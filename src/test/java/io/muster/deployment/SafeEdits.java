package io.muster.deployment;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Edits that a process owner may make: all guards stay on every way. */
final class SafeEdits extends Edits {
  private static final String DEVICE = "offboardDevice";
  private static final String WHOLE = "offboarding";
  private static final String AWAKE = "wipeWhenAwake";
  private static final String CONTAIN = "containDevices";
  private static final String FORM = "forms/offboarding/approveWipe.form";
  private static final String TABLE = "processes/offboarding/wipe-decision.dmn";

  SafeEdits() {
    words();
    tasks();
    waits();
    parts();
    gateways();
    calls();
    people();
    forms();
    tables();
    layout();
    own();
  }

  private void own() {
    var family = new Family("the owner's own", "it is asked for and shown, and decides on no wipe");
    write(
        family,
        "processes/offboarding/equipment-return.dmn",
        "for everybody",
        text -> text.replace("<text>false", "<text>true"));
    write(
        family,
        "processes/offboarding/equipmentReturn.bpmn",
        "after two weeks",
        text -> text.replaceFirst("P7D", "P14D"));
    write(
        family,
        "processes/offboarding/equipmentReturn.bpmn",
        "one more variable",
        text ->
            text.replaceFirst(
                "<camunda:properties>",
                "<camunda:properties><camunda:property name=\"own.9.name\" value=\"own_note\" /><camunda:property name=\"own.9.type\" value=\"text\" />"));
    write(
        family,
        "processes/offboarding/offboardDevice.bpmn",
        "a variable for whoever approves",
        text ->
            text.replaceFirst(
                "(<bpmn:process [^>]*>)",
                "$1<bpmn:extensionElements><camunda:properties><camunda:property name=\"own.1.name\" value=\"own_note\" /><camunda:property name=\"own.1.type\" value=\"text\" /></camunda:properties></bpmn:extensionElements>"));
    write(
        family,
        "processes/offboarding/offboarding.bpmn",
        "nobody is asked back any more",
        text -> text.replace("${own_returnFirst == true}", "${own_returnFirst != true}"));
  }

  private void words() {
    var family = new Family("other names", "the steps are the same");
    for (var way :
        List.of(
            DEVICE + " approveWipe",
            DEVICE + " planWipe",
            DEVICE + " decideWipe",
            AWAKE + " issueWarrant",
            AWAKE + " wipeDevice",
            CONTAIN + " snapshotDevices",
            CONTAIN + " lockDevices",
            WHOLE + " offboardDevice")) {
      var at = way.split(" ", -1);
      draw(family, at[0], at[1], drawing -> drawing.set(at[1], "name", "Gerät: " + at[1].length()));
    }
    draw(family, AWAKE, "no name at all", drawing -> drawing.clear("wakeDevice", "name"));
    for (var process : List.of(WHOLE, DEVICE, AWAKE)) {
      draw(
          family,
          process,
          "documentation",
          drawing -> {
            var text = drawing.add(drawing.process(), "documentation", "documented", "");
            text.setTextContent("Nothing is wiped for less than 5 $ {sic}.");
            drawing.process().insertBefore(text, drawing.process().getFirstChild());
          });
    }
    draw(
        family,
        DEVICE,
        "other ids of what nobody relies on",
        drawing -> {
          drawing.flowsTo("keptLocked").forEach(flow -> flow.setAttribute("targetRef", "stays"));
          drawing.set("keptLocked", "id", "stays");
        });
  }

  private void tasks() {
    var family = new Family("more to do", "it stands on the way and leads past nothing");
    for (var way :
        List.of(
            DEVICE + " inspectDevice decideWipe",
            DEVICE + " planWipe mustSomebodyAgree",
            DEVICE + " isItWiped deviceWiped",
            DEVICE + " isAnythingErased keptLocked",
            AWAKE + " issueWarrant wakeDevice",
            WHOLE + " contained sideBySide",
            WHOLE + " settled retireLeaver")) {
      var at = way.split(" ", -1);
      draw(
          family,
          at[0],
          "a person before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.person(drawing.process(), "moreToDo", "Tell the desk", "resolvePlan")));
    }
    for (var way :
        List.of(
            DEVICE + " decideWipe isAnythingErased",
            DEVICE + " letSilenceCount wipeWhenAwake",
            AWAKE + " wakeDevice checkAwake",
            AWAKE + " wipeDevice checkWipe")) {
      var at = way.split(" ", -1);
      draw(
          family,
          at[0],
          "a notification before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.step(
                      drawing.process(), "moreNews", "Remind somebody", "remindApprovers")));
    }
    draw(
        family,
        DEVICE,
        "a notification beside the question",
        drawing -> {
          drawing.boundary("approveWipe", "early", "timer").setAttribute("cancelActivity", "false");
          drawing.step(drawing.process(), "tellEarly", "Remind early", "remindApprovers");
          drawing.add(drawing.process(), "endEvent", "toldEarly", "Told");
          drawing.connect("early", "tellEarly").connect("tellEarly", "toldEarly");
        });
    draw(
        family,
        CONTAIN,
        "a second lock",
        drawing ->
            drawing.between(
                "isolateDevices",
                "letAccountsFollow",
                drawing.step(drawing.process(), "lockAgain", "Lock once more", "lockDevices")));
    draw(
        family,
        CONTAIN,
        "isolated before locked",
        drawing ->
            drawing
                .swap("lockDevices", "isolateDevices")
                .lead("lockRefused", "lockDevices", "letAccountsFollow")
                .lead("isolationRefused", "letAccountsFollow", "lockDevices"));
    draw(
        family,
        AWAKE,
        "woken before the warrant",
        drawing -> drawing.swap("issueWarrant", "wakeDevice"));
  }

  private void waits() {
    var family = new Family("waiting longer", "the devices are contained meanwhile");
    for (var way :
        List.of(
            WHOLE + " contained sideBySide",
            DEVICE + " planWipe mustSomebodyAgree",
            DEVICE + " inspectDevice decideWipe",
            AWAKE + " wakeDevice checkAwake")) {
      var at = way.split(" ", -1);
      draw(
          family,
          at[0],
          "before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.timer(
                      drawing.process(), "intermediateCatchEvent", "pause", "Wait", "PT4H")));
    }
    draw(
        family,
        AWAKE,
        "a due date",
        drawing ->
            drawing.camunda("chaseDevice", "dueDate", "${dateTime().plusWeeks(2).toDate()}"));
    draw(
        family,
        DEVICE,
        "a time for the operator",
        drawing -> {
          drawing.boundary("resolvePlan", "tooLong", "timer");
          drawing.connect("tooLong", "keptUnplanned");
        });
    draw(
        family,
        CONTAIN,
        "more tries",
        drawing ->
            Xml.all(drawing.find("lockDevices"), "failedJobRetryTimeCycle")
                .get(0)
                .setTextContent("R5000/PT1M"));
    draw(family, WHOLE, "history", drawing -> drawing.camunda(WHOLE, "historyTimeToLive", "P730D"));
    draw(
        family,
        WHOLE,
        "least history",
        drawing -> drawing.camunda(WHOLE, "historyTimeToLive", "90"));
  }

  private void parts() {
    var family = new Family("a part of its own", "what it holds is what was there");
    part(family, CONTAIN, "snapshotDevices", "lockDevices");
    part(family, CONTAIN, "lockDevices", "isolateDevices");
    part(family, DEVICE, "inspectDevice", "decideWipe");
    part(family, AWAKE, "issueWarrant", "wakeDevice");
    part(family, WHOLE, "retireLeaver", "planSweeps");
    draw(
        family,
        DEVICE,
        "the decision and the plan in two parts, one in the other",
        drawing -> {
          wrap(drawing, "outer", "inspectDevice", "decideWipe");
          wrapOne(drawing, "inner", drawing.find("outer"), "inspectDevice");
        });
    draw(
        family,
        DEVICE,
        "a handler that ends the case of one device",
        drawing -> {
          var part = drawing.add(drawing.process(), "subProcess", "handler", "Handler");
          part.setAttribute("triggeredByEvent", "true");
          drawing.event(part, "startEvent", "called", "message");
          drawing.step(part, "tellSo", "Tell so", "remindApprovers");
          drawing.connect("called", "tellSo");
        });
  }

  private void part(Family family, String process, String first, String last) {
    draw(
        family,
        process,
        "%s to %s".formatted(first, last),
        drawing -> wrap(drawing, "part", first, last));
  }

  /** Puts two elements, one after the other, into a sub-process of their own. */
  private static void wrap(Drawing drawing, String id, String first, String last) {
    var part = drawing.add(drawing.scope(first), "subProcess", id, "Both together");
    drawing.flowsTo(first).stream()
        .filter(flow -> !flow.getAttribute("sourceRef").equals(last))
        .forEach(flow -> flow.setAttribute("targetRef", id));
    drawing.flowsFrom(last).forEach(flow -> flow.setAttribute("sourceRef", id));
    var flow = drawing.flow(first, last);
    for (var element : List.of(drawing.find(first), drawing.find(last), flow)) {
      part.appendChild(element);
    }
    for (var boundary :
        Xml.all(drawing.process(), "boundaryEvent").stream()
            .filter(event -> List.of(first, last).contains(event.getAttribute("attachedToRef")))
            .toList()) {
      var out = drawing.flowsFrom(boundary.getAttribute("id"));
      boundary.setAttribute("attachedToRef", id);
      if (out.stream().anyMatch(way -> way.getAttribute("targetRef").equals(last))) {
        boundary.setAttribute("attachedToRef", first);
        part.appendChild(boundary);
        out.forEach(part::appendChild);
      } else if (out.stream().anyMatch(way -> leadsOn(drawing, id, way))) {
        boundary.setAttribute("attachedToRef", last);
        part.appendChild(boundary);
        drawing.add(part, "endEvent", id + "Refused", "Refused");
        out.forEach(
            way -> {
              way.setAttribute("targetRef", id + "Refused");
              part.appendChild(way);
            });
      }
    }
    drawing.add(part, "startEvent", id + "Begins", "Begins");
    drawing.add(part, "endEvent", id + "Ends", "Ends");
    drawing.connect(id + "Begins", first).connect(last, id + "Ends");
  }

  /** True if what is refused goes on with what comes next. */
  private static boolean leadsOn(Drawing drawing, String part, org.w3c.dom.Element way) {
    return drawing.flowsFrom(part).stream()
        .anyMatch(next -> next.getAttribute("targetRef").equals(way.getAttribute("targetRef")));
  }

  private static void wrapOne(Drawing drawing, String id, org.w3c.dom.Element scope, String task) {
    var part = drawing.add(scope, "subProcess", id, "Alone");
    drawing.flowsTo(task).forEach(flow -> flow.setAttribute("targetRef", id));
    drawing.flowsFrom(task).forEach(flow -> flow.setAttribute("sourceRef", id));
    part.appendChild(drawing.find(task));
    drawing.add(part, "startEvent", id + "Begins", "Begins");
    drawing.add(part, "endEvent", id + "Ends", "Ends");
    drawing.connect(id + "Begins", task).connect(task, id + "Ends");
  }

  private void gateways() {
    var family = new Family("more gateways", "they ask the same, or join again");
    for (var way :
        List.of(
            DEVICE + " inspectDevice decideWipe",
            DEVICE + " decideWipe isAnythingErased",
            AWAKE + " issueWarrant wakeDevice",
            CONTAIN + " lockDevices isolateDevices",
            WHOLE + " contained sideBySide")) {
      var at = way.split(" ", -1);
      draw(
          family,
          at[0],
          "either, before " + at[2],
          drawing -> diamond(drawing, at[1], at[2], "exclusiveGateway", "${immediate}"));
      draw(
          family,
          at[0],
          "both, before " + at[2],
          drawing -> diamond(drawing, at[1], at[2], "parallelGateway", ""));
    }
    draw(
        family,
        DEVICE,
        "asks the other way round who is asked",
        drawing -> {
          drawing.ask("mustSomebodyAgree", "approveWipe", "${approval != 'none'}");
          drawing.ask("mustSomebodyAgree", "wipeWhenAwake", "");
          drawing.set(
              "mustSomebodyAgree",
              "default",
              drawing.flow("mustSomebodyAgree", "wipeWhenAwake").getAttribute("id"));
        });
    draw(
        family,
        DEVICE,
        "asks the other way round what is erased",
        drawing -> {
          drawing.ask("isAnythingErased", "keptLocked", "${wipeKind == 'none'}");
          drawing.ask("isAnythingErased", "planWipe", "");
          drawing.set(
              "isAnythingErased",
              "default",
              drawing.flow("isAnythingErased", "planWipe").getAttribute("id"));
        });
    draw(
        family,
        DEVICE,
        "asks for the second yes at a gateway of its own",
        drawing -> {
          drawing.add(drawing.process(), "exclusiveGateway", "enough", "Enough?");
          drawing.lead("approveWipe", "isApproved", "enough");
          drawing.cut("isApproved", "approveWipe");
          drawing.connect("enough", "approveWipe", "${oneMoreHasToAgree}");
          drawing.connect("enough", "isApproved");
          drawing.set("enough", "default", drawing.flow("enough", "isApproved").getAttribute("id"));
        });
    draw(
        family,
        DEVICE,
        "says no in words",
        drawing -> drawing.ask("isApproved", "wipeWhenAwake", "${!(decision != 'approve')}"));
    draw(
        family,
        AWAKE,
        "asks whether it is awake twice over",
        drawing -> drawing.ask("isItAwake", "wipeDevice", "${!(look != 'awake')}"));
    draw(
        family,
        DEVICE,
        "a link in place of an arrow",
        drawing -> {
          for (var end : List.of("intermediateThrowEvent", "intermediateCatchEvent")) {
            var event = drawing.add(drawing.process(), end, "link" + end, "Go on there");
            drawing.add(event, "linkEventDefinition", "l" + end, "there");
          }
          drawing.lead("decideWipe", "isAnythingErased", "linkintermediateThrowEvent");
          drawing.connect("linkintermediateCatchEvent", "isAnythingErased");
        });
  }

  /** Two ways, with something to do on one, that come together again. */
  private static void diamond(
      Drawing drawing, String from, String to, String kind, String condition) {
    drawing.add(drawing.process(), kind, "opens", "Two ways");
    drawing.add(drawing.process(), kind, "closes", "Together");
    drawing.lead(from, to, "opens");
    drawing.connect("opens", "closes");
    if (!condition.isEmpty()) {
      drawing.set("opens", "default", drawing.flow("opens", "closes").getAttribute("id"));
    }
    drawing.step(drawing.process(), "moreNews", "Remind somebody", "remindApprovers");
    drawing.connect("opens", "moreNews", condition).connect("moreNews", "closes");
    drawing.connect("closes", to);
  }

  private void calls() {
    var family = new Family("cut into processes otherwise", "the same steps follow each other");
    draw(
        family,
        WHOLE,
        "the containment drawn in full",
        drawing -> {
          var part = drawing.add(drawing.process(), "subProcess", "contain", "Contain");
          drawing.add(part, "startEvent", "containBegins", "Begins");
          drawing.step(part, "snapshotDevices", "Write down", "snapshotDevices");
          drawing.step(part, "lockDevices", "Lock", "lockDevices");
          drawing.step(part, "isolateDevices", "Isolate", "isolateDevices");
          drawing.step(part, "letAccountsFollow", "Accounts follow", "letAccountsFollow");
          drawing.add(part, "endEvent", "containEnds", "Ends");
          drawing
              .connect("containBegins", "snapshotDevices")
              .connect("snapshotDevices", "lockDevices")
              .connect("lockDevices", "isolateDevices")
              .connect("isolateDevices", "letAccountsFollow")
              .connect("letAccountsFollow", "containEnds");
          drawing.find("devicesLate").setAttribute("attachedToRef", "contain");
          drawing.flowsTo(CONTAIN).forEach(flow -> flow.setAttribute("targetRef", "contain"));
          drawing.flowsFrom(CONTAIN).forEach(flow -> flow.setAttribute("sourceRef", "contain"));
          Drawing.remove(drawing.find(CONTAIN));
        });
    draw(
        family,
        "moreDevices",
        "the containment of more devices called",
        drawing -> {
          var keep = drawing.find("keepDevice");
          drawing.lead("moreContained", "keepDevice", "moreSettled");
          drawing.cut("keepDevice", "moreSettled");
          Drawing.remove(keep);
        });
    draw(
        family,
        WHOLE,
        "more devices before each device",
        drawing -> {
          drawing.cut("sideBySide", "moreDevices").cut("moreDevices", "settled");
          drawing
              .lead("contained", "sideBySide", "moreDevices")
              .connect("moreDevices", "sideBySide");
        });
    draw(
        family,
        WHOLE,
        "each device, then each kept",
        drawing -> {
          drawing.cut("sideBySide", "keepDevice").cut("keepDevice", "settled");
          drawing.lead("offboardDevice", "settled", "keepDevice").connect("keepDevice", "settled");
        });
    draw(
        family,
        WHOLE,
        "each device by a part that calls",
        drawing -> {
          var part = drawing.add(drawing.process(), "subProcess", "eachDevice", "Each device");
          drawing
              .flowsTo("offboardDevice")
              .forEach(flow -> flow.setAttribute("targetRef", "eachDevice"));
          drawing
              .flowsFrom("offboardDevice")
              .forEach(flow -> flow.setAttribute("sourceRef", "eachDevice"));
          var call = drawing.find("offboardDevice");
          part.appendChild(call);
          var loop = Xml.all(call, "multiInstanceLoopCharacteristics").get(0);
          part.appendChild(loop);
          call.setAttributeNS(Xml.CAMUNDA, "camunda:asyncBefore", "true");
          drawing.add(part, "startEvent", "eachBegins", "Begins");
          drawing.add(part, "endEvent", "eachEnds", "Ends");
          drawing.connect("eachBegins", "offboardDevice").connect("offboardDevice", "eachEnds");
        });
    draw(
        family,
        DEVICE,
        "one more result handed back",
        drawing ->
            drawing.extension(
                drawing.find("wipeWhenAwake"), "out", Map.of("source", "look", "target", "look")));
  }

  private void people() {
    var family = new Family("more people", "whoever may agree is asked, and more often");
    for (var groups : List.of("approver", "approver,administrator", "administrator", "operator")) {
      draw(
          family,
          DEVICE,
          groups,
          drawing -> drawing.camunda("approveWipe", "candidateGroups", groups));
    }
    draw(
        family,
        DEVICE,
        "a second question in any case",
        drawing -> {
          var task =
              drawing.person(drawing.process(), "approveTwice", "Approve once more", "approveWipe");
          task.setAttributeNS(Xml.CAMUNDA, "camunda:candidateGroups", "${approvers}");
          drawing.extension(
              task,
              "taskListener",
              Map.of("delegateExpression", "${recordAnswer}", "event", "complete"));
          drawing.add(drawing.process(), "exclusiveGateway", "twiceApproved", "Twice?");
          drawing.set("twiceApproved", "default", "twiceDeclined");
          drawing.lead("isApproved", "wipeWhenAwake", "approveTwice");
          drawing.connect("approveTwice", "twiceApproved");
          drawing.connect("twiceApproved", "approveTwice", "${oneMoreHasToAgree}");
          drawing.connect("twiceApproved", "wipeWhenAwake", "${decision == 'approve'}");
          drawing.connect("twiceApproved", "declined");
          drawing.flow("twiceApproved", "declined").setAttribute("id", "twiceDeclined");
        });
    draw(
        family,
        AWAKE,
        "the operator looks at what is silent",
        drawing -> drawing.camunda("chaseDevice", "candidateGroups", "operator,administrator"));
    draw(
        family,
        DEVICE,
        "silence never counts",
        drawing -> {
          drawing.cut("whatDoesSilenceMean", "letSilenceCount");
          drawing.cut("letSilenceCount", "wipeWhenAwake");
          drawing.cut("silenceRefused", "keptAfterSilence");
          for (var id : List.of("silenceRefused", "letSilenceCount", "keptAfterSilence")) {
            Drawing.remove(drawing.find(id));
          }
        });
    draw(
        family,
        DEVICE,
        "everybody is asked",
        drawing -> {
          drawing.cut("mustSomebodyAgree", "wipeWhenAwake");
        });
  }

  private void forms() {
    var family = new Family("the form in other words", "yes is still yes");
    for (var labels :
        List.of(
            "Approve/Decline",
            "Yes, erase it/No, keep it",
            "Agree/Do not agree",
            "Ja, löschen/Nein, behalten",
            "Wipe this device/Leave it as it is")) {
      var words = labels.split("/", -1);
      form(
          family,
          labels,
          text ->
              text.replace("\"label\": \"Wipe it\"", "\"label\": \"%s\"".formatted(words[0]))
                  .replace(
                      "\"label\": \"Do not wipe it\"", "\"label\": \"%s\"".formatted(words[1])));
    }
    form(
        family,
        "a list in place of buttons",
        text -> text.replace("\"type\": \"radio\"", "\"type\": \"select\""));
    form(family, "a longer comment", text -> text.replace("\"minLength\": 3", "\"minLength\": 20"));
    form(
        family,
        "no first answer",
        text ->
            text.replace(
                "\"key\": \"decision\",", "\"key\": \"decision\", \"defaultValue\": null,"));
    form(
        family,
        "a comment only for a no",
        text ->
            text.replace(
                "\"key\": \"comment\",",
                "\"key\": \"comment\", \"conditional\": {\"hide\": \"=decision = \\\"approve\\\"\"},"));
  }

  private void form(Family family, String what, UnaryOperator<String> edit) {
    write(family, FORM, what, edit);
  }

  private void tables() {
    var family = new Family("a stricter table", "it erases less, or asks more people");
    for (var change :
        List.of(
            "\"P1D\"/\"P5D\"",
            "\"one\"/\"two\"",
            "\"complete\"/\"none\"",
            "\"escalate\"/\"keepLocked\"",
            "\"approver\"/\"approver, administrator\"",
            "\"escalate\"/\"wipe\"")) {
      var cut = change.indexOf("\"/\"") + 1;
      write(
          family,
          TABLE,
          change,
          text -> text.replace(change.substring(0, cut), change.substring(cut + 1)));
    }
    write(
        family,
        TABLE,
        "a list that is looked through",
        text ->
            text.replaceFirst(
                "<text>\"INVOLUNTARY\", \"UNKNOWN\"</text>",
                "<text>some r in [\"INVOLUNTARY\", \"UNKNOWN\"] satisfies r = ?</text>"));
    write(
        family,
        TABLE,
        "a pattern",
        text ->
            text.replaceFirst(
                "<text>\"INVOLUNTARY\", \"UNKNOWN\"</text>",
                "<text>matches(?, \"^INVOL.*\")</text>"));
  }

  private void layout() {
    var family = new Family("drawn otherwise", "only the picture is another");
    for (var process : List.of(WHOLE, DEVICE, AWAKE)) {
      draw(
          family,
          process,
          "moved",
          drawing ->
              Xml.all(drawing.process().getOwnerDocument().getDocumentElement(), "Bounds")
                  .forEach(bounds -> bounds.setAttribute("x", "10")));
    }
    draw(
        family,
        DEVICE,
        "a lane",
        drawing -> {
          var lanes = drawing.add(drawing.process(), "laneSet", "lanes", "");
          drawing
              .add(drawing.add(lanes, "lane", "lane", "Devices"), "flowNodeRef", "", "")
              .setTextContent("planWipe");
        });
    draw(
        family,
        DEVICE,
        "a pool",
        drawing -> {
          var definitions = drawing.process().getOwnerDocument().getDocumentElement();
          var pools = drawing.add(definitions, "collaboration", "pools", "");
          drawing.add(pools, "participant", "pool", "Devices").setAttribute("processRef", DEVICE);
        });
    draw(
        family,
        AWAKE,
        "a note",
        drawing -> {
          var note = drawing.add(drawing.process(), "textAnnotation", "note", "");
          Drawing.append(note, Xml.BPMN, "bpmn:text").setTextContent("Ask first.");
        });
  }
}
