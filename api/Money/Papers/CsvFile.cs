using System.Globalization;
using System.Text;

namespace Postmobile.Api.Money;

/// <summary>
/// A table as a file for spreadsheets and programs (RFC 4180, with the semicolon that spreadsheets in French expect), written
/// row by row so that its length costs no memory. A text that a spreadsheet would take for a formula is made harmless.
/// </summary>
public sealed class CsvFile : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    private const int RowsPerFlush = 500;

    private readonly string name;
    private readonly Func<IAsyncEnumerable<IReadOnlyList<object?>>> rows;

    /// <summary>A file of these rows, which are first asked for when it is sent.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="rows">Rows of texts (made harmless), whole numbers, days and moments.</param>
    public CsvFile(string name, Func<IAsyncEnumerable<IReadOnlyList<object?>>> rows) => (this.name, this.rows) = (name, rows);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        var text = new StringBuilder("\ufeff"); // without it spreadsheets read accents in another alphabet
        int waiting = 0;
        await foreach (IReadOnlyList<object?> row in rows().WithCancellation(httpContext.RequestAborted))
        {
            Append(text, row);
            if (++waiting == RowsPerFlush)
            {
                await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
                text.Clear();
                waiting = 0;
            }
        }

        await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
    }

    /// <summary>One row, with its line end.</summary>
    internal static void Append(StringBuilder text, IReadOnlyList<object?> row)
    {
        for (int i = 0; i < row.Count; i++)
        {
            text.Append(i == 0 ? "" : ";").Append(Cell(row[i]));
        }

        text.Append("\r\n");
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        long number => number.ToString(CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
        _ => Quote(Harmless(value.ToString() ?? "")),
    };

    // What begins like this is a formula to a spreadsheet, also behind white space; an apostrophe makes it a text.
    private static string Harmless(string text) =>
        text.AsSpan().TrimStart() is { Length: > 0 } rest && "=+-@|%\uff1d\uff0b\uff0d\uff20".Contains(rest[0], StringComparison.Ordinal) || text.Length > 0 && text[0] is '\t' or '\r' or '\n'
            ? "'" + text
            : text;

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny("\";\r\n\t") || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
