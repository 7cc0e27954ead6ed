using System.Globalization;

namespace Postmobile.Tests.Identity;

/// <summary>Telephone numbers that no test has used: counted, since drawn ones meet sooner than one thinks.</summary>
internal static class NewPhone
{
    private static int _last = 7_000_000;

    /// <summary>The next number, as E.164.</summary>
    public static string Next() => "+24206" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
}
