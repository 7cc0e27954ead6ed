using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Postmobile.Api.Identity;

/// <summary>Wraps the keys of data protection before they go to the database.</summary>
internal sealed class WrappedXmlEncryptor(KeyMaterial keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("wrapped", Convert.ToBase64String(keys.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(WrappedXmlDecryptor));
}

/// <summary>Unwraps them. Data protection makes it by itself, from its name in the stored key.</summary>
internal sealed class WrappedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<KeyMaterial>().Unwrap(Convert.FromBase64String(encryptedElement.Value))));
}
