using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>The words of the SMS about what runs out, in the four languages.</summary>
internal static class StockWatchWords
{
    /// <summary>To the owner, once a day at the most.</summary>
    public static Words Low(string shop, string article, int left, int others) => new(
        $"Shopiposte : {shop}, stock bas : {article}, reste {left}.{(others > 0 ? $" Et {others} autre(s) article(s)." : "")} Voir Ma boutique.",
        $"Shopiposte: {shop}, biloko ekomi moke: {article}, etikali {left}.{(others > 0 ? $" Mpe biloko mosusu {others}." : "")} Tala Butike na ngai.",
        $"Shopiposte: {shop}, bima me kuma fioti: {article}, me bikala {left}.{(others > 0 ? $" Ti bima ya nkaka {others}." : "")} Tala Magazini na munu.",
        $"Shopiposte: {shop}, stock is low: {article}, {left} left.{(others > 0 ? $" And {others} more." : "")} See My shop.");
}
