package io.muster.deployment;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.w3c.dom.Element;

/** Edits that leave the ways as they are and change what things mean. */
final class UnsafeMeaning extends Edits {
  private static final String DEVICE = "offboardDevice";
  private static final String WHOLE = "offboarding";
  private static final String FORM = "forms/offboarding/approveWipe.form";
  private static final String TABLE = "processes/offboarding/wipe-decision.dmn";
  private static final String VALUES = "\"label\": \"Wipe it\",\n          \"value\": \"approve\"";
  private static final List<String> KEPT =
      List.of(
          "whatIsErased",
          "plan",
          "device",
          "devices",
          "warrant",
          "serial",
          "ownership",
          "owner",
          "claim",
          "shared",
          "legalHold",
          "wipeKind",
          "approval",
          "approvers",
          "approvalTimeout",
          "onSilence",
          "approvalDeadline",
          "oneMoreHasToAgree",
          "decision",
          "employee",
          "reason",
          "immediate",
          "ifNobodyAnswers",
          "look",
          "otherNumbers",
          "reassigned");

  UnsafeMeaning() {
    answers();
    questions();
    variables();
    expressions();
    feel();
    tables();
    times();
    waits();
    systems();
    lateForOthers();
    own();
  }

  private void own() {
    var family =
        new Family("the owner's own decides", "what people type in says nothing of a device");
    var says = "a variable of your own";
    for (var input : List.of("reason", "ownership", "immediate", "legalHold")) {
      write(
          family,
          TABLE,
          "looks at own_" + input,
          text ->
              text.replace(
                  "<text>%s</text>".formatted(input), "<text>own_%s</text>".formatted(input)),
          says);
    }
    write(
        family,
        TABLE,
        "a cell that looks at it",
        text -> text.replaceFirst("<text>\"corporate\"</text>", "<text>own_kind</text>"),
        says);
    for (var change :
        Map.of(
                "${wipeKind != ", "${own_kind != ",
                "${approval == ", "${own_kind == ",
                "${approvalReminder}", "${own_often}",
                "${waits.asDate(approvalDeadline)}</bpmn", "${own_day}</bpmn",
                "<camunda:outputParameter name=\"approval\">${ruling.approval}<",
                    "<camunda:outputParameter name=\"approval\">${own_kind}<")
            .entrySet()) {
      write(
          family,
          "processes/offboarding/offboardDevice.bpmn",
          change.getKey() + " becomes " + change.getValue(),
          text -> text.replace(change.getKey(), change.getValue()),
          says);
    }
    write(
        family,
        "processes/offboarding/wipeWhenAwake.bpmn",
        "awake because somebody says so",
        text -> text.replace("${look == ", "${own_look == "),
        says);
    write(
        family,
        "processes/offboarding/offboarding.bpmn",
        "a head start that somebody types in",
        text -> text.replace("${waits.deviceHeadStart()}", "${own_wait}"),
        says);
    write(
        family,
        "processes/offboarding/offboarding.bpmn",
        "the devices of a variable of one's own",
        text ->
            text.replace("camunda:collection=\"devices\"", "camunda:collection=\"own_devices\""),
        "own_devices");
    var process = new Family("a process of the owner's own destroys", "nothing comes before it");
    for (var step : List.of("wipeDevice", "lockDevices", "retireAccount", "issueWarrant")) {
      write(
          process,
          "processes/offboarding/equipmentReturn.bpmn",
          "runs " + step,
          text ->
              text.replaceFirst(
                      "<bpmn:userTask id=\"orderLabel\" name=\"([^\"]*)\"[^>]*>",
                      "<bpmn:serviceTask id=\"orderLabel\" name=\"$1\" camunda:asyncBefore=\"true\" camunda:delegateExpression=\"\\${%s}\">"
                          .formatted(step))
                  .replaceFirst("</bpmn:userTask>", "</bpmn:serviceTask>"),
          "in a process of your own");
    }
    for (var called : List.of("offboardDevice", "wipeWhenAwake", "retireLeaver", "offboarding")) {
      write(
          process,
          "processes/offboarding/equipmentReturn.bpmn",
          "calls " + called,
          text ->
              text.replaceFirst(
                      "<bpmn:userTask id=\"orderLabel\" name=\"([^\"]*)\"[^>]*>",
                      "<bpmn:callActivity id=\"orderLabel\" name=\"$1\" camunda:asyncBefore=\"true\" calledElement=\"%s\">"
                          .formatted(called))
                  .replaceFirst("</bpmn:userTask>", "</bpmn:callActivity>"),
          "from a process of your own");
    }
    write(
        process,
        "processes/offboarding/offboarding.bpmn",
        "hands back a decision",
        text ->
            text.replace(
                "<camunda:in source=\"employee\" target=\"employee\" />",
                "<camunda:in source=\"employee\" target=\"employee\" /><camunda:out source=\"own_label\" target=\"wipeKind\" />"),
        "a process of your own");
  }

  private void answers() {
    var family = new Family("the form means something else", "whoever says no says yes");
    form(
        family,
        "labels change places",
        text ->
            text.replace("\"label\": \"Wipe it\"", "\"label\": \"x\"")
                .replace("\"label\": \"Do not wipe it\"", "\"label\": \"Wipe it\"")
                .replace("\"label\": \"x\"", "\"label\": \"Do not wipe it\""),
        "calls the answer");
    form(
        family,
        "values change places",
        text ->
            text.replace("\"value\": \"approve\"", "\"value\": \"x\"")
                .replace("\"value\": \"decline\"", "\"value\": \"approve\"")
                .replace("\"value\": \"x\"", "\"value\": \"decline\""),
        "calls the answer");
    for (var label :
        List.of(
            "OK", "Continue", "Do not wipe it", "Keep it", "Nicht löschen", "", "Later", "No")) {
      form(
          family,
          "yes is called '%s'".formatted(label),
          text -> text.replace("\"label\": \"Wipe it\"", "\"label\": \"%s\"".formatted(label)),
          "calls the answer 'approve'");
    }
    for (var label : List.of("OK", "Cancel", "Wipe it", "Erase later", "Ja", "")) {
      form(
          family,
          "no is called '%s'".formatted(label),
          text ->
              text.replace("\"label\": \"Do not wipe it\"", "\"label\": \"%s\"".formatted(label)),
          "calls the answer 'decline'");
    }
    for (var third : List.of("later", "tryAgain", "Approve", "escalate", "")) {
      form(
          family,
          "a third answer '%s'".formatted(third),
          text ->
              text.replace(
                  VALUES, "\"label\": \"Later\", \"value\": \"%s\"}, {%s".formatted(third, VALUES)),
          "exactly approve, decline");
    }
    form(
        family,
        "no no",
        text -> text.replace("\"value\": \"decline\"", "\"value\": \"keep\""),
        "exactly approve, decline");
    form(
        family,
        "two yes",
        text -> text.replace("\"value\": \"decline\"", "\"value\": \"approve\""),
        "exactly approve, decline");
    form(
        family,
        "another yes",
        text -> text.replace("\"value\": \"approve\"", "\"value\": \"yes\""),
        "no form offers",
        "exactly approve, decline");
    for (var setting :
        List.of(
            "\"defaultValue\": \"approve\"",
            "\"defaultValue\": \"decline\"",
            "\"readonly\": true",
            "\"disabled\": true",
            "\"readonly\": \"=legalHold\"",
            "\"conditional\": {\"hide\": \"=legalHold\"}",
            "\"valuesKey\": \"devices\"")) {
      form(
          family,
          setting,
          text ->
              text.replace(
                  "\"key\": \"decision\",", "\"key\": \"decision\", %s,".formatted(setting)),
          "answered beforehand, hidden or left open");
    }
    form(
        family,
        "no answer needed",
        text -> text.replaceFirst("\"required\": true", "\"required\": false"),
        "answered beforehand, hidden or left open");
    for (var shown : List.of("whatIsErased", "serial", "who")) {
      form(
          family,
          "hides " + shown,
          text -> text.replace("{{%s}}".formatted(shown), "-"),
          "does not show " + shown);
    }
    for (var asked : List.of("approval", "plan", "serial", "onSilence", "warrant")) {
      form(
          family,
          "asks for " + asked,
          text -> text.replace("\"key\": \"comment\"", "\"key\": \"%s\"".formatted(asked)),
          "lets a person set");
    }
    form(
        family,
        "a tick for an answer",
        text -> text.replace("\"type\": \"radio\"", "\"type\": \"textfield\""),
        "exactly approve, decline");
    for (var other : List.of("chaseDevice", "resolvePlan", "resolveWarrant")) {
      draw(
          family,
          DEVICE,
          "the question by the form of " + other,
          drawing -> drawing.camunda("approveWipe", "formRef", other),
          "exactly approve, decline");
    }
  }

  private void form(Family family, String what, UnaryOperator<String> edit, String... says) {
    write(family, FORM, what, edit, says);
  }

  private void questions() {
    var family = new Family("somebody else is asked", "who may agree is for safety to say");
    for (var groups :
        List.of("hr", "processowner", "auditor", "approver,hr", "${asker}", "${comment}")) {
      draw(
          family,
          DEVICE,
          "the groups " + groups,
          drawing -> drawing.camunda("approveWipe", "candidateGroups", groups),
          "for a yes");
    }
    for (var groups : List.of("approvers", "nobody", "")) {
      draw(
          family,
          DEVICE,
          "the groups '%s'".formatted(groups),
          drawing -> drawing.camunda("approveWipe", "candidateGroups", groups),
          "approveWipe");
    }
    for (var person : List.of("assignee", "candidateUsers")) {
      for (var name : List.of("mallory", "${employee}")) {
        draw(
            family,
            DEVICE,
            "the %s %s".formatted(person, name),
            drawing -> drawing.camunda("approveWipe", person, name),
            "who shall say yes");
      }
    }
    var answer = new Family("the answer is written down elsewhere", "nobody was asked that there");
    for (var event : List.of("create", "assignment", "update", "delete")) {
      draw(
          answer,
          DEVICE,
          "on " + event,
          drawing ->
              Xml.all(drawing.find("approveWipe"), "taskListener")
                  .get(0)
                  .setAttribute("event", event),
          "when nobody has answered yet");
    }
    draw(
        answer,
        DEVICE,
        "nowhere",
        drawing -> Drawing.remove(Xml.all(drawing.find("approveWipe"), "taskListener").get(0)),
        "Approve the wipe");
    draw(
        answer,
        DEVICE,
        "at another task",
        drawing -> {
          Drawing.remove(Xml.all(drawing.find("approveWipe"), "taskListener").get(0));
          listener(drawing, "resolvePlan");
        },
        "Approve the wipe",
        "resolvePlan");
    for (var way :
        List.of(
            "wipeWhenAwake chaseDevice",
            "wipeWhenAwake chaseWipe",
            "wipeWhenAwake resolveWarrant",
            DEVICE + " resolvePlan",
            "moreDevices identifyDevices",
            "keepDevice seeToDevice")) {
      var at = way.split(" ", -1);
      draw(answer, at[0], "at %s too".formatted(at[1]), drawing -> listener(drawing, at[1]), at[1]);
    }
    draw(
        answer,
        DEVICE,
        "by a task before the plan",
        drawing -> {
          var task = drawing.person(drawing.process(), "early", "Approve early", "approveWipe");
          task.setAttributeNS(Xml.CAMUNDA, "camunda:candidateGroups", "approver");
          listener(drawing, "early");
          drawing.between("inspectDevice", "decideWipe", task);
          drawing.ask("mustSomebodyAgree", "wipeWhenAwake", "${decision == 'approve'}");
        },
        "Approve the wipe");
    draw(
        answer,
        DEVICE,
        "over another question",
        drawing -> {
          drawing.between(
              "approveWipe",
              "isApproved",
              drawing.person(drawing.process(), "asked", "Anything else?", "resolvePlan"));
        },
        "Approve the wipe");
  }

  private static void listener(Drawing drawing, String task) {
    drawing.extension(
        drawing.find(task),
        "taskListener",
        Map.of("delegateExpression", "${recordAnswer}", "event", "complete"));
  }

  private void variables() {
    var family = new Family("a variable is overwritten", "the steps act on what they wrote there");
    for (var name : KEPT) {
      var value = name.equals("plan") ? "other" : "none";
      draw(
          family,
          DEVICE,
          "%s, behind the reminder".formatted(name),
          drawing -> drawing.parameter("remindApprovers", "outputParameter", name, value),
          "sets '%s'".formatted(name));
    }
    for (var name : List.of("whatIsErased", "plan", "device", "serial", "ownership", "decision")) {
      draw(
          family,
          DEVICE,
          "%s, for the question".formatted(name),
          drawing -> drawing.parameter("approveWipe", "inputParameter", name, "nothing"),
          "sets '%s'".formatted(name));
    }
    for (var name : List.of("ownership", "claim", "legalHold", "reason", "immediate")) {
      draw(
          family,
          DEVICE,
          "%s, for the table".formatted(name),
          drawing -> drawing.parameter("decideWipe", "inputParameter", name, "corporate"),
          "sets '%s'".formatted(name));
    }
    for (var name : List.of("approval", "wipeKind", "onSilence", "approvers", "approvalTimeout")) {
      for (var value : List.of("none", "${ruling.wipeKind}", "${ruling.approval}")) {
        if (value.equals("${ruling.%s}".formatted(name))) {
          continue;
        }
        draw(
            family,
            DEVICE,
            "%s from the table as %s".formatted(name, value),
            drawing -> output(drawing, name).setTextContent(value),
            "sets '%s'".formatted(name));
      }
    }
    for (var name : List.of("approval", "wipeKind", "onSilence")) {
      draw(
          family,
          DEVICE,
          "%s, not from the table".formatted(name),
          drawing -> Drawing.remove(output(drawing, name)),
          "does not take over '%s'".formatted(name));
    }
    for (var mapping :
        List.of("plan serial", "device serial", "plan device", "approval wipeKind")) {
      var names = mapping.split(" ", -1);
      for (var kind : List.of("in", "out")) {
        draw(
            family,
            DEVICE,
            "%s %s as %s".formatted(kind, names[1], names[0]),
            drawing ->
                drawing.extension(
                    drawing.find("wipeWhenAwake"),
                    kind,
                    Map.of("source", names[1], "target", names[0])),
            "sets '%s'".formatted(names[0]));
      }
    }
    for (var name : List.of("plan", "device", "decision")) {
      draw(
          family,
          DEVICE,
          "%s worked out for the call".formatted(name),
          drawing ->
              drawing.extension(
                  drawing.find("wipeWhenAwake"),
                  "in",
                  Map.of("sourceExpression", "${serial}", "target", name)),
          "sets '%s'".formatted(name));
      draw(
          family,
          DEVICE,
          "%s as what went wrong".formatted(name),
          drawing -> drawing.camunda("planRefusedError", "errorMessageVariable", name),
          "sets '%s'".formatted(name));
      draw(
          family,
          DEVICE,
          "%s as who began it".formatted(name),
          drawing -> drawing.camunda("deviceWrittenDown", "initiator", name),
          "sets '%s'".formatted(name));
      draw(
          family,
          DEVICE,
          "%s as the answer of a table".formatted(name),
          drawing -> drawing.camunda("decideWipe", "resultVariable", name),
          "'%s'".formatted(name));
    }
    draw(
        family,
        WHOLE,
        "by a signal",
        drawing -> {
          var event = drawing.event(drawing.process(), "intermediateThrowEvent", "loud", "signal");
          drawing.extension(
              drawing.find("loudEvent"), "in", Map.of("source", "serial", "target", "plan"));
          drawing.between("stopOtherCases", "atOnce", event);
        },
        "sends variables with an event");
  }

  private static org.w3c.dom.Element output(Drawing drawing, String name) {
    return Xml.all(drawing.find("decideWipe"), "outputParameter").stream()
        .filter(parameter -> parameter.getAttribute("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void expressions() {
    var family =
        new Family("an expression reaches further", "it runs code, or keeps the leaver waiting");
    var reaching =
        List.of(
            "${dateTime().getZone().getClass().forName('java.lang.Runtime')}",
            "${dateTime().zone.class}",
            "${dateTime().getChronology()}",
            "${employee.class.name}",
            "${waits.class}",
            "${execution.processEngineServices}",
            "${now().class}",
            "${dateTime().plusYears(1000000).toDate()}",
            "${dateTime().plusDays(100000).toDate()}",
            "${dateTime().plusDays(looks).toDate()}",
            "${systemProperties.get('x')}",
            "${''.getClass()}");
    for (var text : reaching) {
      var word = text.contains("execution") ? "engine" : "";
      place(
          family,
          "a due date",
          text,
          drawing -> drawing.camunda("resolvePlan", "dueDate", text),
          "resolvePlan",
          word);
      place(
          family,
          "a follow-up date",
          text,
          drawing -> drawing.camunda("resolvePlan", "followUpDate", text),
          "resolvePlan",
          word);
      place(
          family,
          "a name",
          text,
          drawing -> drawing.set("resolvePlan", "name", text),
          "resolvePlan",
          word);
      place(
          family,
          "a condition",
          text,
          drawing -> drawing.ask("howToGoOnWithPlan", "inspectDevice", text),
          "howToGoOnWithPlan",
          word);
      place(
          family,
          "an assignee",
          text,
          drawing -> drawing.camunda("resolvePlan", "assignee", text),
          "resolvePlan",
          word);
      place(
          family,
          "a timer",
          text,
          drawing ->
              Xml.all(drawing.find("approvalTimedOut"), "timeDate").get(0).setTextContent(text),
          "approvalTimedOut",
          word);
      place(
          family,
          "an error code",
          text,
          drawing -> drawing.set("refused", "errorCode", text),
          "refused",
          word);
      place(
          family,
          "an input",
          text,
          drawing -> drawing.parameter("remindApprovers", "inputParameter", "problem", text),
          "remindApprovers",
          word);
      place(
          family,
          "an output",
          text,
          drawing -> drawing.parameter("remindApprovers", "outputParameter", "problem", text),
          "remindApprovers",
          word);
      place(
          family,
          "a call",
          text,
          drawing ->
              drawing.extension(
                  drawing.find("wipeWhenAwake"),
                  "in",
                  Map.of("sourceExpression", text, "target", "problem")),
          "wipeWhenAwake",
          word);
      place(
          family,
          "a documentation",
          text,
          drawing ->
              drawing
                  .add(drawing.find("resolvePlan"), "documentation", "doc", "")
                  .setTextContent(text),
          "doc",
          word);
      place(
          family,
          "a priority",
          text,
          drawing -> drawing.camunda("remindApprovers", "jobPriority", text),
          "remindApprovers",
          word);
    }
    for (var text : List.of("${dateTime().getZone().getClass()}", "${employee.class}")) {
      draw(
          family,
          WHOLE,
          "a collection " + text,
          drawing ->
              Xml.all(drawing.find("offboardDevice"), "multiInstanceLoopCharacteristics")
                  .get(0)
                  .setAttributeNS(Xml.CAMUNDA, "camunda:collection", text),
          "offboardDevice");
      draw(
          family,
          WHOLE,
          "a message " + text,
          drawing -> drawing.set("leavingTakenBackMessage", "name", text),
          "leavingTakenBack");
      draw(
          family,
          WHOLE,
          "a called process " + text,
          drawing -> drawing.set("offboardDevice", "calledElement", text),
          "offboardDevice");
      draw(
          family,
          DEVICE,
          "a topic " + text,
          drawing -> drawing.camunda("remindApprovers", "topic", text),
          "remindApprovers");
      draw(
          family,
          DEVICE,
          "a listener " + text,
          drawing ->
              drawing.extension(
                  drawing.find("remindApprovers"),
                  "executionListener",
                  Map.of("event", "start", "expression", text)),
          "remindApprovers");
      draw(
          family,
          DEVICE,
          "a listener's bean " + text,
          drawing ->
              drawing.extension(
                  drawing.find("remindApprovers"),
                  "executionListener",
                  Map.of("event", "start", "delegateExpression", text)),
          "remindApprovers");
    }
  }

  private void place(
      Family family,
      String place,
      String text,
      java.util.function.Consumer<Drawing> edit,
      String... says) {
    draw(family, DEVICE, "%s %s".formatted(place, text), edit, says[0]);
  }

  private void feel() {
    var family =
        new Family("FEEL that does not end", "the case waits for it, and a thread with it");
    for (var text :
        List.of(
            "count(for i in 1..100000000 return i) > 5",
            "count(for i in 1..2000 return i) > 5",
            "count(for i in 1..100, j in 1..100 return i) > 5",
            "some i in 1..100000000 satisfies i = 0",
            "every i in 1..count(devices) satisfies i > 0",
            "count(for i in 1..10 return for j in 1..500 return j) > 5",
            "2 ** 100000000 > 5",
            "2 ** looks > 5",
            "matches(reason, \\\"(a+)+$\\\")".replace("\\", ""),
            "matches(reason, reason)",
            "{f: function(x) f(x), g: f(1)}.g = 1",
            "(".repeat(60) + "true" + ")".repeat(60),
            "count(split(reason, \"(x|x)*y\")) > 1")) {
      write(
          family,
          TABLE,
          "a cell %s".formatted(text.length() > 60 ? "sixty deep" : text),
          cell("wipeDecisionRule8In8", text.replace(">", "&gt;")),
          "wipeDecision");
    }
    write(
        family,
        FORM,
        "a condition of the form",
        text ->
            text.replace(
                "\"key\": \"comment\",",
                "\"key\": \"comment\", \"conditional\": {\"hide\": \"=count(for i in 1..100000000 return i) > 5\"},"),
        "goes round");
  }

  private static UnaryOperator<String> cell(String id, String feel) {
    return text ->
        text.replaceFirst(
            "(id=\"%s\">\\s*)<text>[^<]*</text>".formatted(id),
            "$1<text>%s</text>".formatted(java.util.regex.Matcher.quoteReplacement(feel)));
  }

  private void tables() {
    var family =
        new Family("the table says what nobody means", "silence, or a word, stands for a yes");
    write(
        family,
        TABLE,
        "silence means yes for all",
        text -> text.replace("\"keepLocked\"", "\"wipe\"").replace("\"escalate\"", "\"wipe\""),
        "whoever leaves");
    for (var row : List.of(4, 5, 10)) {
      write(
          family,
          TABLE,
          "silence means yes in row " + row,
          cell("wipeDecisionRule%dOut6".formatted(row), "\"wipe\""),
          "row %d".formatted(row));
    }
    for (var group : List.of("hr", "nobody", "processowner", "approver,hr", "")) {
      write(
          family,
          TABLE,
          "row 8 asks '%s'".formatted(group),
          cell("wipeDecisionRule8Out3", "\"" + group + "\""),
          "row 8");
    }
    for (var word : List.of("soon", "P0D", "PT0S", "-P1D", "P1Y", "1 day")) {
      write(
          family,
          TABLE,
          "row 8 waits '%s'".formatted(word),
          cell("wipeDecisionRule8Out4", "\"" + word + "\""),
          "row 8");
    }
    for (var word : List.of("all", "Complete", "wipe", "true")) {
      write(
          family,
          TABLE,
          "row 8 erases '%s'".formatted(word),
          cell("wipeDecisionRule8Out1", "\"" + word + "\""),
          "row 8");
    }
    for (var word : List.of("no", "zero", "None", "three")) {
      write(
          family,
          TABLE,
          "row 8 needs '%s'".formatted(word),
          cell("wipeDecisionRule8Out2", "\"" + word + "\""),
          "row 8");
    }
  }

  private void times() {
    var family = new Family("history is not kept", "nobody could show what was done");
    for (var process :
        List.of(
            WHOLE, DEVICE, "wipeWhenAwake", "containDevices", "residueSweep", "returnConsent")) {
      for (var days : List.of("P0D", "0", "P30D", "soon")) {
        if (process.equals("returnConsent") && days.equals("P30D")) {
          continue;
        }
        draw(
            family,
            process,
            "for " + days,
            drawing -> drawing.camunda(process, "historyTimeToLive", days),
            "keeps its history");
      }
    }
    write(
        family,
        TABLE,
        "of the table",
        text -> text.replace("historyTimeToLive=\"180\"", "historyTimeToLive=\"0\""),
        "keeps its history");
    var timers = new Family("a time is none", "the timer fails, or never goes off");
    for (var time :
        List.of(
            "soon",
            "${'soon'}",
            "${comment}",
            "${decision}",
            "",
            "9999-01-01T00:00:00Z",
            "P400D")) {
      draw(
          timers,
          DEVICE,
          "the answer by '%s'".formatted(time),
          drawing ->
              Xml.all(drawing.find("approvalTimedOut"), "timeDate").get(0).setTextContent(time),
          "approvalTimedOut");
    }
    for (var time : List.of("R/PT1H", "R100000/PT1S", "often", "${comment}")) {
      draw(
          timers,
          DEVICE,
          "reminders '%s'".formatted(time),
          drawing ->
              Xml.all(drawing.find("approvalReminderDue"), "timeCycle").get(0).setTextContent(time),
          "approvalReminderDue");
    }
  }

  private void waits() {
    var family =
        new Family(
            "the leaver waits before containment", "whoever leaves has the devices meanwhile");
    for (var place :
        List.of(
            WHOLE + " effective stopOtherCases",
            WHOLE + " stopOtherCases atOnce",
            WHOLE + " atOnce containDevices",
            "containDevices devicesAwaited snapshotDevices")) {
      var at = place.split(" ", -1);
      draw(
          family,
          at[0],
          "for a time before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.timer(
                      drawing.process(), "intermediateCatchEvent", "late", "Wait a day", "P1D")),
          "keeps a leaver waiting");
      draw(
          family,
          at[0],
          "for a person before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.person(drawing.process(), "first", "Look first", "resolvePlan")),
          "keeps a leaver waiting");
      draw(
          family,
          at[0],
          "for a message before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.event(drawing.process(), "intermediateCatchEvent", "word", "message")),
          "keeps a leaver waiting");
      draw(
          family,
          at[0],
          "for what it calls before " + at[2],
          drawing ->
              drawing.between(
                  at[1],
                  at[2],
                  drawing.call(drawing.process(), "asks", "Ask about the return", "returnConsent")),
          "keeps a leaver waiting");
      draw(
          family,
          at[0],
          "for a system that it calls before " + at[2],
          drawing ->
              drawing.between(at[1], at[2], systemCall(drawing, "own_ticket = /result/number")),
          "keeps a leaver waiting");
    }
  }

  private void systems() {
    var family =
        new Family("a system decides", "whoever answers for the system has a device wiped");
    for (var variable : KEPT) {
      draw(
          family,
          WHOLE,
          "fills " + variable,
          drawing ->
              drawing.between(
                  "atOnce", "containDevices", systemCall(drawing, variable + " = /result")),
          "takes an answer over as '%s'".formatted(variable));
    }
  }

  private void lateForOthers() {
    var family =
        new Family(
            "somebody else comes first", "a leaver waits for an answer with everything open");
    var says = "keeps a leaver from being shut out";
    draw(
        family,
        WHOLE,
        "a system before the accounts",
        drawing -> drawing.between("deviceHeadStart", "containAccounts", systemCall(drawing, "")),
        says);
    draw(
        family,
        WHOLE,
        "a process of one's own before the accounts",
        drawing ->
            drawing.between(
                "deviceHeadStart",
                "containAccounts",
                drawing.call(drawing.process(), "early", "Ask for it back", "equipmentReturn")),
        says);
    draw(
        family,
        "containDevices",
        "a system before the lock",
        drawing -> drawing.between("snapshotDevices", "lockDevices", systemCall(drawing, "")),
        says);
  }

  private static Element systemCall(Drawing drawing, String outputs) {
    var step = drawing.step(drawing.process(), "callSystem", "Ask a system", "callSystem");
    var properties = drawing.extension(step, "properties", Map.of());
    Map.of("system", "desk", "outputs", outputs)
        .forEach(
            (name, value) -> {
              var property = Drawing.append(properties, Xml.CAMUNDA, "camunda:property");
              property.setAttribute("name", name);
              property.setAttribute("value", value);
            });
    return step;
  }
}
