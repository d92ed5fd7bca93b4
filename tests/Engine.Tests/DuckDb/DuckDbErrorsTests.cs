using Granary.Engine.DuckDb;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.DuckDb;

public sealed class DuckDbErrorsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("SELECT 'x'::INTEGER", ErrorKind.Invalid, "22P02")]
    [InlineData("SELECT 'x'::DATE", ErrorKind.Invalid, "22007")]
    [InlineData("SELECT '2024-13-45'::DATE", ErrorKind.Invalid, "22008")]
    [InlineData("SELECT 300000000000::INTEGER", ErrorKind.Invalid, "22003")]
    [InlineData("SELECT 9223372036854775807 + 1", ErrorKind.Invalid, "22003")]
    [InlineData("SELECT 1000000::DECIMAL(4,2)", ErrorKind.Invalid, "22003")]
    [InlineData("SELECT (SELECT unnest([1, 2]))", ErrorKind.Invalid, "21000")]
    [InlineData("SELECT error('SQLSTATE 22012: division by zero')", ErrorKind.Invalid, "22012")]
    [InlineData("SELECT error('SQLSTATE 0A000: not offered')", ErrorKind.Unsupported, "0A000")]
    [InlineData("SELECT no_such_column", ErrorKind.Internal, "XX000")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')", ErrorKind.Unavailable, "58030")]
    public void An_error_becomes_the_one_that_PostgreSQL_gives(string sql, ErrorKind kind, string sqlState)
    {
        GranaryException error = DuckDbErrors.ToGranary(_database.Refusal(sql));
        Assert.Equal((kind, sqlState), (error.Kind, error.SqlState));
        Assert.DoesNotContain("Error:", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("passwd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marked_message_is_given_without_its_mark() =>
        Assert.Equal("division by zero", DuckDbErrors.ToGranary(_database.Refusal("SELECT error('SQLSTATE 22012: division by zero')")).Message);
}
