using System.Globalization;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Arrays;
using Granary.Grains.Interfaces.Values.Patterns;

namespace Granary.Engine.Functions.Patterns;

/// <summary>The functions of regular expressions (regexp.c), with PostgreSQL's choice among matches.</summary>
internal static class PatternFunctions
{
    private static readonly DuckDbType Text = DuckDbType.Varchar;
    private static readonly DuckDbType Number = DuckDbType.Integer;

    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_regex_test", Values<bool>([Text, Text, Text], DuckDbTypeId.Boolean, Test));
        ScalarFunction.Register(connection, "pg_regex_match", RowBodies.Writing([Text, Text, Text], Match));
        ScalarFunction.Register(connection, "pg_regex_substring", RowBodies.Writing([Text, Text], Substring));
        ScalarFunction.Register(connection, "pg_regex_replace", RowBodies.Writing([Text, Text, Text, Number, Number, Text], Replace));
        ScalarFunction.Register(connection, "pg_regex_all", Texts(All));
        ScalarFunction.Register(connection, "pg_regex_split", Texts(Split));
        ScalarFunction.Register(connection, "pg_regex_count", Values<int>([Text, Text, Number, Text], DuckDbTypeId.Integer, Count));
        ScalarFunction.Register(connection, "pg_regex_instr", Values<int>([Text, Text, Number, Number, Number, Text, Number], DuckDbTypeId.Integer, Position));
        ScalarFunction.Register(connection, "pg_regex_substr", RowBodies.Writing([Text, Text, Number, Number, Text, Number], Part));
    }

    private delegate T RowToValue<T>(in ScalarArguments arguments, int row);

    private delegate void RowToTexts(in ScalarArguments arguments, int row, TextList result);

    private static ScalarOverload Values<T>(IReadOnlyList<DuckDbType> parameters, DuckDbTypeId type, RowToValue<T> body)
        where T : unmanaged => new(parameters, new DuckDbType(type), (arguments, result) =>
        {
            var values = result.Values<T>(arguments.RowCount);
            for (var row = 0; row < values.Length; row++)
                if (!arguments.IsNull(row)) values[row] = body(in arguments, row);
        });

    private static ScalarOverload Texts(RowToTexts body) => new([Text, Text, Text], DuckDbType.List(Text), (arguments, result) =>
    {
        var texts = new TextList(arguments.RowCount);
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (!arguments.IsNull(row)) body(in arguments, row, texts);
            texts.EndRow();
        }

        texts.WriteTo(result);
    });

    private static int Int(in ScalarArguments arguments, int index, int row) => arguments[index].Values<int>(arguments.RowCount)[row];

    private static Subject Of(in ScalarArguments arguments, int row, PatternOptions options) =>
        new(arguments[0].Bytes(row), Patterns.Of(arguments[1].Bytes(row), options));

    private static PatternOptions NotGlobal(ReadOnlySpan<byte> flags, string function)
    {
        var options = PatternOptions.Parse(flags);
        if (!options.IsGlobal) return options;
        throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidParameterValue, $"{function}() does not support the \"global\" option")
        {
            Hint = function == "regexp_match" ? "Use the regexp_matches function instead." : null,
        };
    }

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid value for parameter \"{name}\": {value.ToString(CultureInfo.InvariantCulture)}");

    private static bool Test(in ScalarArguments arguments, int row)
    {
        var subject = Of(arguments, row, NotGlobal(arguments[2].Bytes(row), "regexp_like"));
        return subject.Pattern.IsMatch(subject.Characters);
    }

    // the groups in an array's text form, which may hold NULLs
    private static bool Match(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var subject = Of(arguments, row, NotGlobal(arguments[2].Bytes(row), "regexp_match"));
        if (subject.Matches(0, isGlobal: false) is not [var groups]) return false;
        WriteGroups(subject, groups, output);
        return true;
    }

    private static void WriteGroups(Subject subject, (int Start, int End)[] groups, PooledBuffer output)
    {
        output.WriteByte((byte)'{');
        for (var i = groups.Length > 1 ? 1 : 0; i < groups.Length; i++)
        {
            if (i > 1) output.WriteByte((byte)',');
            if (groups[i].Start < 0)
            {
                output.Write("NULL"u8);
                continue;
            }

            var start = output.Length;
            output.Write(subject.Slice(groups[i].Start, groups[i].End));
            ArrayElementText.Quote(output, start);
        }

        output.WriteByte((byte)'}');
    }

    private static bool Substring(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var subject = Of(arguments, row, default);
        if (subject.Matches(0, isGlobal: false) is not [var groups]) return false;
        var (start, end) = groups[groups.Length > 1 ? 1 : 0];
        if (start < 0) return false;
        output.Write(subject.Slice(start, end));
        return true;
    }

    private static void All(in ScalarArguments arguments, int row, TextList result)
    {
        var options = PatternOptions.Parse(arguments[2].Bytes(row));
        var subject = Of(arguments, row, options with { IsGlobal = false });
        using var text = new PooledBuffer(256);
        foreach (var groups in subject.Matches(0, options.IsGlobal))
        {
            text.Truncate(0);
            WriteGroups(subject, groups, text);
            result.Add(text.Written);
        }
    }

    private static void Split(in ScalarArguments arguments, int row, TextList result)
    {
        var subject = Of(arguments, row, NotGlobal(arguments[2].Bytes(row), "regexp_split_to_array"));
        var at = 0;
        foreach (var groups in subject.Matches(0, isGlobal: true, splits: true))
        {
            result.Add(subject.Slice(at, groups[0].Start));
            at = groups[0].End;
        }

        result.Add(subject.Slice(at, subject.Characters.Length));
    }

    private static int Count(in ScalarArguments arguments, int row)
    {
        var from = AtLeast(Int(arguments, 2, row), 1, "start") - 1;
        return Of(arguments, row, NotGlobal(arguments[3].Bytes(row), "regexp_count")).Matches(from, isGlobal: true).Count;
    }

    private static int Position(in ScalarArguments arguments, int row)
    {
        var (from, nth) = (AtLeast(Int(arguments, 2, row), 1, "start") - 1, AtLeast(Int(arguments, 3, row), 1, "n"));
        var side = Int(arguments, 4, row);
        if (side is not (0 or 1)) throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid value for parameter \"endoption\": {side}");
        var group = AtLeast(Int(arguments, 6, row), 0, "subexpr");
        var matches = Of(arguments, row, NotGlobal(arguments[5].Bytes(row), "regexp_instr")).Matches(from, isGlobal: true);
        if (nth > matches.Count || group >= matches[nth - 1].Length || matches[nth - 1][group].Start < 0) return 0;
        return (side == 1 ? matches[nth - 1][group].End : matches[nth - 1][group].Start) + 1;
    }

    private static bool Part(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var (from, nth) = (AtLeast(Int(arguments, 2, row), 1, "start") - 1, AtLeast(Int(arguments, 3, row), 1, "n"));
        var group = AtLeast(Int(arguments, 5, row), 0, "subexpr");
        var subject = Of(arguments, row, NotGlobal(arguments[4].Bytes(row), "regexp_substr"));
        var matches = subject.Matches(from, isGlobal: true);
        if (nth > matches.Count || group >= matches[nth - 1].Length || matches[nth - 1][group].Start < 0) return false;
        output.Write(subject.Slice(matches[nth - 1][group].Start, matches[nth - 1][group].End));
        return true;
    }

    // replace_text_regexp (varlena.c); n below 0 leaves it to the flag g whether all or the first are replaced, 0 is all
    private static bool Replace(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var options = PatternOptions.Parse(arguments[5].Bytes(row));
        var from = AtLeast(Int(arguments, 3, row), 1, "start") - 1;
        var nth = Int(arguments, 4, row);
        if (nth == -1) nth = options.IsGlobal ? 0 : 1;
        AtLeast(nth, 0, "n");
        var subject = Of(arguments, row, options with { IsGlobal = false });
        var matches = subject.Matches(from, isGlobal: nth != 1);
        var at = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            if (nth > 0 && i + 1 != nth) continue;
            var (start, end) = matches[i][0];
            output.Write(subject.Slice(at, start));
            WriteReplacement(arguments[2].Bytes(row), subject, matches[i], output);
            at = end;
        }

        output.Write(subject.Slice(at, subject.Characters.Length));
        return true;
    }

    private static void WriteReplacement(ReadOnlySpan<byte> replacement, Subject subject, (int Start, int End)[] groups, PooledBuffer output)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var next = i + 1 < replacement.Length ? replacement[i + 1] : (byte)0;
            if (replacement[i] != '\\' || next is not ((byte)'\\' or (byte)'&' or >= (byte)'1' and <= (byte)'9'))
            {
                output.WriteByte(replacement[i]);
                continue;
            }

            i++;
            var group = next == '&' ? 0 : next - '0';
            if (next == '\\') output.WriteByte(next);
            else if (group < groups.Length && groups[group].Start >= 0) output.Write(subject.Slice(groups[group].Start, groups[group].End));
        }
    }
}
