using System.Reflection;
using Microsoft.Extensions.Primitives;

namespace Postmobile.Api.Problems;

/// <summary>
/// The <c>Idempotency-Key</c> header of a request that moves money or creates something (draft-ietf-httpapi-idempotency-key-header-07):
/// a structured-field string in quotes, or a bare token such as a UUID. As an endpoint's parameter it makes the header mandatory.
/// </summary>
public readonly record struct IdempotencyKey(string Value)
{
    /// <summary>The header's name.</summary>
    public const string HeaderName = "Idempotency-Key";

    /// <summary>The longest key accepted, in characters.</summary>
    public const int LengthMax = 255;

    /// <summary>Reads the header; refuses the request when it is missing or malformed.</summary>
    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        StringValues header = context.Request.Headers[HeaderName];
        if (StringValues.IsNullOrEmpty(header))
        {
            throw new RefusedRequestException("idempotency_key_missing");
        }

        return header.Count == 1 && TryParse(header[0], out IdempotencyKey key)
            ? ValueTask.FromResult(key)
            : throw new RefusedRequestException("idempotency_key_invalid");
    }

    /// <summary>Reads a header's value; the quoted and the bare form of one key are the same key.</summary>
    public static bool TryParse(string? header, out IdempotencyKey key)
    {
        key = default;
        ReadOnlySpan<char> text = header.AsSpan().Trim();
        bool quoted = text.Length >= 2 && text[0] == '"' && text[^1] == '"';
        text = quoted ? text[1..^1] : text;
        if (text.Length is 0 or > LengthMax * 2 || text.ContainsAnyExceptInRange(quoted ? ' ' : '!', '~'))
        {
            return false;
        }

        string value = text.ContainsAny('"', '\\') ? Unescape(text, quoted) : text.ToString();
        key = new IdempotencyKey(value);
        return value.Length is > 0 and <= LengthMax;
    }

    // Inside quotes a backslash may precede only a quote or a backslash (RFC 9651, 3.3.3); an empty answer says malformed.
    private static string Unescape(ReadOnlySpan<char> text, bool quoted)
    {
        if (!quoted)
        {
            return "";
        }

        Span<char> plain = stackalloc char[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' || (text[i] == '\\' && (++i == text.Length || text[i] is not ('"' or '\\'))))
            {
                return "";
            }

            plain[length++] = text[i];
        }

        return plain[..length].ToString();
    }
}
