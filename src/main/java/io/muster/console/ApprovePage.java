package io.muster.console;

import io.muster.console.WipeQuestions.Question;
import io.muster.people.PeopleSearch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The questions about wipes, and the answers. An answer completes the task as Tasklist does: the
 * engine's own service holds it against the form, the claim, and the rules about who may answer.
 */
@Controller
class ApprovePage implements ConsolePage {
  private static final int MOST = 200;

  private final TaskReader tasks;
  private final WipeQuestions questions;
  private final WaitingChanges waiting;
  private final PeopleSearch people;
  private final TaskService engine;
  private final IdentityService identity;
  private final TransactionTemplate transaction;

  ApprovePage(
      TaskReader tasks,
      WipeQuestions questions,
      WaitingChanges waiting,
      PeopleSearch people,
      TaskService engine,
      IdentityService identity,
      TransactionTemplate transaction) {
    this.tasks = tasks;
    this.questions = questions;
    this.waiting = waiting;
    this.people = people;
    this.engine = engine;
    this.identity = identity;
    this.transaction = transaction;
  }

  /** Which questions are shown. */
  enum Shown {
    MINE("claimed by me"),
    MAY("all I may answer"),
    OVERDUE("overdue"),
    EVERYBODYS("everybody's");

    private final String words;

    Shown(String words) {
      this.words = words;
    }

    /** As it stands in the address. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As people read it. */
    public String words() {
      return words;
    }

    boolean includes(OpenTask task, Viewer viewer) {
      return switch (this) {
        case MINE -> viewer.name().equals(task.assignee());
        case MAY -> task.isFor(viewer);
        case OVERDUE -> task.isFor(viewer) && task.overdue();
        case EVERYBODYS -> true;
      };
    }

    static Shown of(@Nullable String word, Viewer viewer) {
      for (var shown : offered(viewer)) {
        if (shown.word().equals(word)) {
          return shown;
        }
      }
      return MAY;
    }

    static List<Shown> offered(Viewer viewer) {
      return viewer.onlyDecides() ? List.of(MINE, MAY, OVERDUE) : List.of(values());
    }
  }

  @GetMapping("/console/approve")
  String list(
      @RequestParam(required = false) @Nullable String show,
      @RequestParam(required = false) @Nullable String done,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.APPROVE);
    var shown = Shown.of(show, viewer);
    var all = tasks.ofKind(WipeQuestions.KEY, viewer, !viewer.onlyDecides(), MOST);
    var counts =
        Shown.offered(viewer).stream()
            .collect(
                Collectors.toMap(
                    Shown::word,
                    one -> all.stream().filter(task -> one.includes(task, viewer)).count()));
    var open = all.stream().filter(task -> shown.includes(task, viewer)).toList();
    page.addAttribute("waiting", waiting.shown(viewer, Page.APPROVE));
    page.addAttribute("shown", shown);
    page.addAttribute("offered", Shown.offered(viewer));
    page.addAttribute("counts", counts);
    page.addAttribute("tasks", open);
    page.addAttribute("names", names(open));
    page.addAttribute("done", done(done));
    return "console/approve";
  }

  private static @Nullable String done(@Nullable String decision) {
    return "approve".equals(decision)
        ? "Your yes is kept. If it takes a second person, the question stays open for them."
        : "decline".equals(decision)
            ? "Your no is kept. The device stays locked and isolated."
            : null;
  }

  private Map<String, String> names(List<OpenTask> open) {
    var numbers =
        open.stream()
            .map(task -> task.about().employee())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return people.named(numbers).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().value(), entry -> entry.getValue().name()));
  }

  @GetMapping("/console/approve/{task}")
  String question(@PathVariable String task, Viewer viewer, Model page) {
    viewer.demand(Page.APPROVE);
    show(asked(task, viewer), viewer, page);
    return "console/question";
  }

  /**
   * Answers, if the question is still the one that was shown.
   *
   * @param plan the plan that the page showed
   */
  @PostMapping("/console/approve/{task}")
  ModelAndView answer(
      @PathVariable String task,
      @RequestParam(defaultValue = "") String plan,
      @RequestParam(defaultValue = "") String decision,
      @RequestParam(defaultValue = "") String comment,
      Viewer viewer) {
    viewer.demand(Page.APPROVE);
    var asked = asked(task, viewer);
    if (!asked.plan().equals(plan)) {
      return refused(
          asked,
          viewer,
          "Nothing was done. Something about the device has changed since this page was opened, and the question is another one now. Read it again, then answer.",
          comment);
    }
    try {
      complete(task, Map.of("decision", decision, "comment", comment.strip()), viewer);
    } catch (AuthorizationException forbidden) {
      return refused(
          asked,
          viewer,
          "Nothing was done. None of your groups may answer this question; ask an administrator of Muster if that is wrong.",
          comment);
    } catch (ProcessEngineException refused) {
      return refused(asked, viewer, words(refused), comment);
    }
    return new ModelAndView("redirect:/console/approve?done=" + decision);
  }

  private Question asked(String id, Viewer viewer) {
    var task =
        tasks
            .find(id)
            .filter(open -> open.key().equals(WipeQuestions.KEY))
            .orElseThrow(PageRefused::noSuchQuestion);
    if (viewer.onlyDecides() && !task.isFor(viewer)) {
      throw PageRefused.nothingToDecide();
    }
    return questions.about(task, viewer).orElseThrow(PageRefused::noSuchQuestion);
  }

  /** Claims and answers as this person, both or neither. */
  private void complete(String task, Map<String, Object> answers, Viewer viewer) {
    var groups =
        identity.createGroupQuery().groupMember(viewer.name()).list().stream()
            .map(Group::getId)
            .toList();
    identity.setAuthentication(viewer.name(), groups);
    try {
      transaction.executeWithoutResult(
          status -> {
            var open = engine.createTaskQuery().taskId(task).singleResult();
            if (open != null && open.getAssignee() == null) {
              engine.claim(task, viewer.name());
            }
            engine.complete(task, answers);
          });
    } finally {
      identity.clearAuthentication();
    }
  }

  private ModelAndView refused(Question asked, Viewer viewer, String why, String comment) {
    var page = new ModelAndView("console/question", HttpStatus.CONFLICT);
    show(asked, viewer, page.getModelMap());
    page.addObject("refused", why);
    page.addObject("comment", comment);
    return page;
  }

  private static void show(Question asked, Viewer viewer, Model page) {
    page.addAllAttributes(shown(asked, viewer));
  }

  private static void show(Question asked, Viewer viewer, Map<String, Object> page) {
    page.putAll(shown(asked, viewer));
  }

  private static Map<String, Object> shown(Question asked, Viewer viewer) {
    return Map.of(
        "asked",
        asked,
        "mayAnswer",
        asked.task().isFor(viewer) && asked.claimedBy(viewer) == null,
        "seesPerson",
        viewer.opens(Page.PERSON),
        "comment",
        "");
  }

  /** The engine's own prefix tells people nothing. */
  private static String words(ProcessEngineException refused) {
    return String.valueOf(refused.getMessage()).replaceFirst("^ENGINE-\\d+\\s*", "");
  }
}
