using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>SET, SHOW, RESET and DISCARD.</content>
internal sealed partial class Parser
{
    private Statement ParseSet()
    {
        var position = Take().Start;
        if (Is(Keyword.Constraints) && !NamesSetting(1))
            return ParseSetConstraints(position);
        var isLocal = Is(Keyword.Local) && !NamesSetting(1);
        var isSession = Is(Keyword.Session) && !NamesSetting(1) && !NextIs(Keyword.Authorization);
        if (isLocal || isSession)
            _index++;
        if (Is(Keyword.Session) && NextIs(Keyword.Characteristics))
            return ParseSessionCharacteristics(position);
        if (isSession && Is(Keyword.Characteristics) && NextIs(Keyword.As))
        {
            _index--;
            return ParseSessionCharacteristics(position);
        }

        if (Is(Keyword.Transaction) && !NamesSetting(1))
            return ParseSetTransaction(position);
        var statement = NamesSetting(1) ? ParseGenericSet(position) : ParseSpecialSet(position);
        return statement with { IsLocal = isLocal };
    }

    /// <summary>True if the word before is the name of a setting, as in <c>SET role = x</c>.</summary>
    private bool NamesSetting(int distance) => Peek(distance).Kind is TokenKind.Equal or TokenKind.Dot
        || Peek(distance).Keyword is Keyword.To
        || (Peek(distance).Keyword == Keyword.From && Peek(distance + 1).Keyword == Keyword.Current);

    private string ParseSettingName()
    {
        var name = ParseColumnName();
        while (Accept(TokenKind.Dot))
            name = $"{name}.{ParseColumnName()}";
        return name;
    }

    private SetStatement ParseGenericSet(int position)
    {
        var name = ParseSettingName();
        if (Accept(Keyword.From))
        {
            Expect(Keyword.Current);
            return new SetStatement(position, name, []) { IsFromCurrent = true };
        }

        if (!Accept(TokenKind.Equal))
            Expect(Keyword.To);
        return Accept(Keyword.Default)
            ? new SetStatement(position, name, []) { IsDefault = true }
            : new SetStatement(position, name, ParseList(ParseSettingValue));
    }

    private SettingValue ParseSettingValue()
    {
        var position = Position;
        return IsSignedNumber()
            ? new SettingValue(position, SettingValueKind.Number, ParseSignedNumber())
            : new SettingValue(position, SettingValueKind.Text, ParseBooleanOrString());
    }

    private SetStatement ParseSpecialSet(int position)
    {
        var first = Current;
        switch (first.Keyword)
        {
            case Keyword.Time:
                _index++;
                Expect(Keyword.Zone);
                return ParseSetTimeZone(position);
            case Keyword.Catalog:
                _index++;
                ParseString();
                throw NotSupported(first.Start, "current database cannot be changed");
            case Keyword.Schema:
                _index++;
                return SetText(position, "search_path", Position, ParseString());
            case Keyword.Names:
                _index++;
                return ParseSetNames(position);
            case Keyword.Role:
                _index++;
                return SetText(position, "role", Position, ParseWordOrString());
            case Keyword.Session:
                _index++;
                Expect(Keyword.Authorization);
                return Accept(Keyword.Default)
                    ? new SetStatement(position, "session_authorization", []) { IsDefault = true }
                    : SetText(position, "session_authorization", Position, ParseWordOrString());
            case Keyword.Xml:
                _index++;
                return ParseSetXmlOption(position);
            default:
                return ParseGenericSet(position);
        }
    }

    private static SetStatement SetText(int position, string name, int valuePosition, string value)
        => new(position, name, [new SettingValue(valuePosition, SettingValueKind.Text, value)]);

    private SetStatement ParseSetNames(int position)
    {
        var start = Position;
        if (IsString(Current))
            return SetText(position, "client_encoding", start, ParseString());
        Accept(Keyword.Default);
        return new SetStatement(position, "client_encoding", []) { IsDefault = true };
    }

    private SetStatement ParseSetXmlOption(int position)
    {
        Expect(Keyword.Option);
        var start = Position;
        if (!Is(Keyword.Document) && !Is(Keyword.Content))
            throw Unexpected();
        return SetText(position, "xmloption", start, TakeName());
    }

    private SetStatement ParseSetTimeZone(int position)
    {
        const string Name = "timezone";
        if (Accept(Keyword.Default) || Accept(Keyword.Local))
            return new SetStatement(position, Name, []) { IsDefault = true };
        var start = Position;
        if (IsSignedNumber())
            return new SetStatement(position, Name, [new SettingValue(start, SettingValueKind.Number, ParseSignedNumber())]);
        if (Is(Keyword.Interval))
            return new SetStatement(position, Name, [ParseZoneInterval()]);
        return SetText(position, Name, start, IsIdentifier(Current) ? TakeName() : ParseString());
    }

    private SettingValue ParseZoneInterval()
    {
        var fields = Peek(2);
        var interval = ParseIntervalLiteral();
        var isZone = interval.Type.IntervalFields is null or IntervalFields.Hour or IntervalFields.HourToMinute;
        if (!isZone)
            throw ErrorAt(fields.Start, "time zone interval must be HOUR or HOUR TO MINUTE");
        var text = ((StringLiteral)interval.Operand).Value;
        return new SettingValue(interval.Position, SettingValueKind.Interval, text) { IntervalType = interval.Type };
    }

    private SetTransactionStatement ParseSessionCharacteristics(int position)
    {
        _index++;
        Expect(Keyword.Characteristics);
        Expect(Keyword.As);
        Expect(Keyword.Transaction);
        return new SetTransactionStatement(position, true, ParseTransactionModes(isRequired: true));
    }

    private SetTransactionStatement ParseSetTransaction(int position)
    {
        _index++;
        return Accept(Keyword.Snapshot)
            ? new SetTransactionStatement(position, false, TransactionModes.None) { Snapshot = ParseString() }
            : new SetTransactionStatement(position, false, ParseTransactionModes(isRequired: true));
    }

    private SetConstraintsStatement ParseSetConstraints(int position)
    {
        _index++;
        var names = Accept(Keyword.All) ? [] : ParseList(ParseQualifiedName);
        var isDeferred = Accept(Keyword.Deferred);
        if (!isDeferred)
            Expect(Keyword.Immediate);
        return new SetConstraintsStatement(position, names, isDeferred);
    }

    private ShowStatement ParseShow()
    {
        var position = Take().Start;
        return new ShowStatement(position, ParseSettingNameOrAll());
    }

    private ResetStatement ParseReset()
    {
        var position = Take().Start;
        return new ResetStatement(position, ParseSettingNameOrAll());
    }

    /// <summary>A setting by its name or by its words in SQL; null for ALL.</summary>
    private string? ParseSettingNameOrAll()
    {
        if (Accept(Keyword.All))
            return null;
        if (Accept(Keyword.Time, Keyword.Zone))
            return "timezone";
        if (Accept(Keyword.Session, Keyword.Authorization))
            return "session_authorization";
        if (!Accept(Keyword.Transaction, Keyword.Isolation))
            return ParseSettingName();
        Expect(Keyword.Level);
        return "transaction_isolation";
    }

    private DiscardStatement ParseDiscard()
    {
        var position = Take().Start;
        var target = Current.Keyword switch
        {
            Keyword.All => DiscardTarget.All,
            Keyword.Plans => DiscardTarget.Plans,
            Keyword.Sequences => DiscardTarget.Sequences,
            Keyword.Temp or Keyword.Temporary => DiscardTarget.Temporary,
            _ => throw Unexpected(),
        };
        _index++;
        return new DiscardStatement(position, target);
    }
}
