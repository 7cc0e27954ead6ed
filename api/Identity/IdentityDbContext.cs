using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore.Models;

namespace Postmobile.Api.Identity;

/// <summary>The tables of the libraries: OpenIddict's and those of data protection. Made by <c>deploy/schema/0003-identity.sql</c>, never by migrations.</summary>
public sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>Keys of cookies and proofs, wrapped by a key from outside the database.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_key");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("oidc_application");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("oidc_authorization");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("oidc_scope");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("oidc_token");
        foreach (IMutableEntityType entity in modelBuilder.Model.GetEntityTypes())
        {
            EntityTypeBuilder table = modelBuilder.Entity(entity.Name);
            table.ToTable(entity.GetTableName()!, builder => builder.ExcludeFromMigrations());
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
