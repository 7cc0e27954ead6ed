using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What the two sides of a reversal are told by SMS.</summary>
internal static class ReversalWords
{
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " " };

    /// <summary>For who gets the money back.</summary>
    public static Words ToPayer(ReversalState state) => new(
        $"La poste a annule un envoi : {Sum(state)} sont revenus dans votre compte.",
        $"Poste eboyisi botindi moko: {Sum(state)} ezongi na konti na yo.",
        $"Poste me katula kufidisa mosi: {Sum(state)} me vutuka na konti na nge.",
        $"The post has reversed a transfer: {Sum(state)} are back in your account.");

    /// <summary>For who had it.</summary>
    public static Words ToPayee(ReversalState state) => new(
        $"La poste a annule un envoi de {state.PayerName} : {Sum(state)} sont sortis de votre compte.",
        $"Poste eboyisi botindi ya {state.PayerName}: {Sum(state)} ebimi na konti na yo.",
        $"Poste me katula kufidisa ya {state.PayerName}: {Sum(state)} me basika na konti na nge.",
        $"The post has reversed a transfer of {state.PayerName}: {Sum(state)} have left your account.");

    private static string Sum(ReversalState state) => state.Amount.ToString("#,0", Grouped) + " F";
}
