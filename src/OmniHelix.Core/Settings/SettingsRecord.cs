using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace OmniHelix.Settings;

/// <summary>
/// Base of settings records that remember which of their values somebody said. A program that says <c>Epochs = 10</c> means it, even
/// where 10 is the default and the data set would say 50. Properties are written
/// <c>{ get; init =&gt; field = Said(value); } = 10;</c>: an initial value does not count as said.
/// </summary>
public abstract record SettingsRecord
{
    private ImmutableDictionary<string, Source> said = ImmutableDictionary<string, Source>.Empty;

    /// <summary>Who said the value of a property; null when nobody did.</summary>
    public Source? SourceOf(string property) => said.GetValueOrDefault(property);

    /// <summary>Two records are equal when their values are, whoever said them.</summary>
    public virtual bool Equals(SettingsRecord? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Notes that the caller said a value.</summary>
    /// <param name="value">Given back as it is.</param>
    /// <param name="property">Whose value it is.</param>
    protected T Said<T>(T value, [CallerMemberName] string property = "")
    {
        said = said.SetItem(property, Source.Caller);
        return value;
    }

    /// <summary>A record whose values count as nobody's, for the defaults of another record.</summary>
    protected static T Unsaid<T>(T record)
        where T : SettingsRecord
    {
        record.said = ImmutableDictionary<string, Source>.Empty;
        return record;
    }

    internal void Note(string property, Source? source) =>
        said = source is null || source.Origin == Origin.Default ? said.Remove(property) : said.SetItem(property, source);
}
