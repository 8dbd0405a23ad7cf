package io.muster.lifecycle.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether the rule of a group is plainly true of everybody who works here, in the languages of
 * Okta, Entra ID and Google. What it does not understand it takes for a rule that selects.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/users/groups-dynamic-membership">Entra's
 *     rules</a>
 */
final class RuleReach {
  /** What we say of a rule behind its words; several rules of one group are joined by "or". */
  private static final Pattern REMARK = Pattern.compile("(?s)\\s*\\(rule .*$");

  private static final Pattern BETWEEN_RULES = Pattern.compile(", or ");

  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|'[^']*'|[()]|&&|\\|\\||!=|==|!|[^\\s()\"'!&|=]+|\\S");

  /** Guests and barred accounts are all that these leave out. */
  private static final Pattern TRUE_OF_EVERYBODY =
      Pattern.compile(
          "true"
              + "|user\\.\\w+ (-ne|!=) (\\$?null|\"\"|'')"
              + "|user\\.usertype (-eq|==) [\"']member[\"']"
              + "|user\\.usertype (-ne|!=) [\"']guest[\"']"
              + "|user\\.accountenabled (-eq|==) true"
              + "|user\\.status == [\"']active[\"']"
              + "|user\\.(is_)?(suspended|archived) == false"
              + "|ismemberofgroupname \\( [\"']everyone[\"'] \\)");

  private final List<String> tokens;
  private int at;

  private RuleReach(List<String> tokens) {
    this.tokens = tokens;
  }

  static boolean isEverybody(String rules) {
    return BETWEEN_RULES
        .splitAsStream(rules)
        .map(rule -> REMARK.matcher(rule).replaceFirst(""))
        .anyMatch(rule -> new RuleReach(tokens(rule)).anyOf());
  }

  private static List<String> tokens(String rule) {
    return TOKEN
        .matcher(rule)
        .results()
        .map(token -> token.group().toLowerCase(Locale.ROOT))
        .toList();
  }

  private boolean anyOf() {
    var holds = allOf();
    while (takes("-or", "or", "||")) {
      holds |= allOf();
    }
    return holds;
  }

  private boolean allOf() {
    var holds = one();
    while (takes("-and", "and", "&&")) {
      holds &= one();
    }
    return holds;
  }

  private boolean one() {
    if (takes("-not", "not", "!")) {
      one();
      return false;
    }
    if (takes("(")) {
      var holds = anyOf();
      takes(")");
      return holds;
    }
    return TRUE_OF_EVERYBODY.matcher(condition()).matches();
  }

  /** Everything up to the next joint; the brackets of a function belong to it. */
  private String condition() {
    var words = new ArrayList<String>();
    int open = 0;
    while (at < tokens.size()) {
      var token = tokens.get(at);
      if (open == 0 && (token.equals(")") || isJoint(token))) {
        break;
      }
      open += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      words.add(token);
      at++;
    }
    return String.join(" ", words);
  }

  private static boolean isJoint(String token) {
    return List.of("-and", "and", "&&", "-or", "or", "||").contains(token);
  }

  private boolean takes(String... any) {
    if (at < tokens.size() && List.of(any).contains(tokens.get(at))) {
      at++;
      return true;
    }
    return false;
  }
}
