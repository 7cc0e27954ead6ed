namespace Postmobile.Money;

/// <summary>A currency by its ISO 4217 numeric code, so that the stored number means the same to everyone.</summary>
public enum Currency : short
{
    /// <summary>Central African CFA franc. No decimals: the minor unit is the franc.</summary>
    XAF = 950,

    /// <summary>Euro, in cents.</summary>
    EUR = 978,

    /// <summary>United States dollar, in cents.</summary>
    USD = 840,
}
