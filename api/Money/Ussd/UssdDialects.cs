using System.Diagnostics.CodeAnalysis;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>How a kind of gateway asks, and how it wants to be answered.</summary>
public interface IUssdDialect
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    /// <summary>Reads a request; null when it is none that can be understood.</summary>
    /// <param name="gateway">The gateway's name, which becomes part of the session's.</param>
    /// <param name="form">The form; it can hold a PIN.</param>
    UssdRequest? Read(string gateway, IFormCollection form);

    /// <summary>The body of the answer.</summary>
    string Write(UssdReply reply) => (reply.Ends ? "END " : "CON ") + reply.Text;
}

/// <summary>A request of a gateway, understood.</summary>
/// <param name="Phone">Whose telephone it is, as the network vouches.</param>
/// <param name="Call">What was typed; null when the gateway only reports that a session is over.</param>
public sealed record UssdRequest(PhoneNumber Phone, UssdCall? Call);

/// <summary>The dialects there are.</summary>
public static class UssdDialects
{
    private static readonly IUssdDialect[] All = [new CumulativeUssd(), new IncrementalUssd()];

    /// <summary>The dialect of a name; null when there is none.</summary>
    public static IUssdDialect? Find(string name) => Array.Find(All, dialect => dialect.Name == name);

    /// <summary>A number as gateways write it: with or without the plus sign.</summary>
    internal static bool TryReadPhone(string? text, out PhoneNumber phone)
    {
        string number = text?.Trim() ?? "";
        bool bare = number.Length >= 11 && number.All(char.IsAsciiDigit) && number[0] != '0';
        return PhoneNumber.TryParse(bare ? "+" + number : number, out phone);
    }

    /// <summary>An id of a session or a request, short and printable.</summary>
    internal static bool IsId([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= 100 } && text.All(c => c is > ' ' and < '\x7f');
}

/// <summary>
/// <c>sessionId, serviceCode, phoneNumber, text</c>, where <c>text</c> is everything typed since the session began, joined by stars, as
/// Africa's Talking sends it. When a session is over it reports that with <c>status</c>; there is nothing to say to that.
/// </summary>
internal sealed class CumulativeUssd : IUssdDialect
{
    private const int TextMax = 2_000;

    public string Name => "cumulative";

    public UssdRequest? Read(string gateway, IFormCollection form)
    {
        string session = form["sessionId"].ToString();
        string text = form["text"].ToString();
        if (!UssdDialects.IsId(session) || text.Length > TextMax || !UssdDialects.TryReadPhone(form["phoneNumber"], out PhoneNumber phone))
        {
            return null;
        }

        return form.ContainsKey("status") && !form.ContainsKey("text")
            ? new UssdRequest(phone, null)
            : new UssdRequest(phone, new UssdCall
            {
                Session = $"{gateway}/{session}",
                Inputs = text.Length == 0 ? [] : text.Split('*'),
                Cumulative = true,
            });
    }
}

/// <summary>
/// <c>sessionId, ServiceCode, msisdn, input, newRequest</c>: the latest input alone, and <c>newRequest</c> 1 or true when a session
/// opens, whose <c>input</c> is then only what was dialled. A gateway that numbers its requests (<c>requestId</c>) has its repetitions known.
/// </summary>
internal sealed class IncrementalUssd : IUssdDialect
{
    private const int InputMax = 182;

    public string Name => "incremental";

    public UssdRequest? Read(string gateway, IFormCollection form)
    {
        string session = form["sessionId"].ToString();
        string input = form["input"].ToString();
        string request = form["requestId"].ToString();
        if (!UssdDialects.IsId(session) || input.Length > InputMax || !UssdDialects.TryReadPhone(form["msisdn"], out PhoneNumber phone)
            || (request.Length > 0 && !UssdDialects.IsId(request)))
        {
            return null;
        }

        bool opens = form["newRequest"].ToString() is "1" or "true" or "True";
        return new UssdRequest(phone, new UssdCall
        {
            Session = $"{gateway}/{session}",
            Inputs = opens ? [] : [input],
            Cumulative = false,
            Request = request.Length > 0 ? request : null,
        });
    }
}
