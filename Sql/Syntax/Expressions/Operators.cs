namespace Granary.Sql.Syntax;

/// <summary>An operator's symbol, qualified if it was written <c>OPERATOR(schema.symbol)</c>. <c>!=</c> is already <c>&lt;&gt;</c>.</summary>
public sealed record OperatorName(int Position, IReadOnlyList<string> Qualifier, string Symbol) : SyntaxNode(Position);

/// <summary>A prefix operator; <c>-</c> before a number is folded into the literal.</summary>
public sealed record UnaryOperation(int Position, OperatorName Operator, Expression Operand) : Expression(Position);

/// <summary>An infix operator of any symbol, comparisons included. Chains nest on the left.</summary>
public sealed record BinaryOperation(int Position, OperatorName Operator, Expression Left, Expression Right) : Expression(Position);

/// <summary><c>a AND b AND c</c>: a chain is one flat node, so that long ones need no depth.</summary>
public sealed record AndExpression(int Position, IReadOnlyList<Expression> Operands) : Expression(Position);

/// <summary><c>a OR b OR c</c>: a chain is one flat node.</summary>
public sealed record OrExpression(int Position, IReadOnlyList<Expression> Operands) : Expression(Position);

/// <summary><c>NOT a</c>.</summary>
public sealed record NotExpression(int Position, Expression Operand) : Expression(Position);
