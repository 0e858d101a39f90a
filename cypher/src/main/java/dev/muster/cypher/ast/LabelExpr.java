package dev.muster.cypher.ast;

/** What a pattern asks of labels or of a relationship's type: {@code A&(B|!C)}. */
public sealed interface LabelExpr {
    record Name(String name, Position position) implements LabelExpr {}

    record And(LabelExpr left, LabelExpr right) implements LabelExpr {}

    record Or(LabelExpr left, LabelExpr right) implements LabelExpr {}

    record Not(LabelExpr inner) implements LabelExpr {}

    /** {@code $(names)}: what an expression gives, a name or a list of them; {@code any}: one of them is enough. */
    record Dynamic(Expr names, boolean any, Position position) implements LabelExpr {}

    /** {@code %}: at least one. */
    record Any() implements LabelExpr {}

    /** Where the first name in it stands; null if it names nothing. */
    default Position position() {
        if (this instanceof And and) {
            return and.left().position() == null
                    ? and.right().position()
                    : and.left().position();
        } else if (this instanceof Or or) {
            return or.left().position() == null
                    ? or.right().position()
                    : or.left().position();
        }
        return this instanceof Not not ? not.inner().position() : null;
    }

    /** Whether any part is {@link Dynamic}. */
    default boolean isDynamic() {
        if (this instanceof And and) {
            return and.left().isDynamic() || and.right().isDynamic();
        } else if (this instanceof Or or) {
            return or.left().isDynamic() || or.right().isDynamic();
        } else if (this instanceof Not not) {
            return not.inner().isDynamic();
        }
        return this instanceof Dynamic;
    }
}
