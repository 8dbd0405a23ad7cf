package io.muster.console;

import org.springframework.http.HttpStatus;

/** A page that is not shown, with what to do next. */
final class PageRefused extends RuntimeException {
  private final HttpStatus status;
  private final String title;

  private PageRefused(HttpStatus status, String title, String remedy) {
    super(remedy);
    this.status = status;
    this.title = title;
  }

  static PageRefused notForYourGroups() {
    return new PageRefused(
        HttpStatus.FORBIDDEN,
        "This page is not open to you",
        "None of your groups may see it. If you need it for your work, ask an administrator of Muster to add you to a group in Camunda Admin.");
  }

  static PageRefused nothingToDecide() {
    return new PageRefused(
        HttpStatus.FORBIDDEN,
        "This case asks you nothing",
        "Approvers see the cases that wait for their answer, and those they have answered. Operators and auditors see the others.");
  }

  static PageRefused noSuchPage() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "There is no such page",
        "Look whether the address was copied whole, or begin at the page Today.");
  }

  static PageRefused noSuchModel() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "There is no such process, table or version",
        "The page Models names those there are.");
  }

  static PageRefused nothingShipped(String key) {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "Nothing to compare with",
        "'%s' does not come with Muster; it is your own. Compare two of its versions instead."
            .formatted(key));
  }

  static PageRefused noSuchCase() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "There is no such case",
        "Look whether its number was copied whole. Cases that ended are kept for 180 days unless your installation says otherwise.");
  }

  static PageRefused nothingDone(String why) {
    return new PageRefused(HttpStatus.CONFLICT, "Nothing was done", why);
  }

  static PageRefused noSuchQuestion() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "This question is not open any more",
        "Somebody has answered it, its time is over, or it is asked anew as something changed. See on the page Approve what is open now.");
  }

  static PageRefused noSuchPerson() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "Nobody has this number",
        "HR has told us nothing about it. See whether the number is right, and on the page Events what came in.");
  }

  static PageRefused noEvidence() {
    return new PageRefused(
        HttpStatus.NOT_FOUND,
        "There is no evidence of this case",
        "Nothing was written down of it. Look whether its number was copied whole; cases that ended before evidence was kept have none.");
  }

  static PageRefused noSuchSample(String why) {
    return new PageRefused(HttpStatus.BAD_REQUEST, "This sample cannot be drawn", why);
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }
}
