using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace OmniHelix.Settings;

/// <summary>
/// One setting, derived from a property of a settings record: <c>LearningRate</c> is the key <c>learning_rate</c>.
/// <see cref="DescriptionAttribute"/> gives the help, <see cref="CategoryAttribute"/>, of the property or else of its record, the group
/// it is shown in, <see cref="RangeAttribute"/> the limits, <see cref="DisplayNameAttribute"/> another key than the property's name,
/// <see cref="ResumeAttribute"/> what a run that goes on may change.
/// </summary>
public sealed class SettingKey
{
    private readonly PropertyInfo? section;
    private readonly PropertyInfo property;

    internal SettingKey(Type record, PropertyInfo? section, PropertyInfo property, object defaults)
    {
        Record = record;
        this.section = section;
        this.property = property;
        Name = property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        Group = (property.GetCustomAttribute<CategoryAttribute>() ?? property.DeclaringType!.GetCustomAttribute<CategoryAttribute>())
            ?.Category;
        var required = property.GetCustomAttribute<RequiredAttribute>();
        IsEmptySayable = required is { AllowEmptyStrings: true };
        IsRequired = required is { AllowEmptyStrings: false };
        Range = property.GetCustomAttribute<RangeAttribute>();
        Resume = property.GetCustomAttribute<ResumeAttribute>()?.Rule ?? ResumeRule.Same;
        var item = ItemOf(property.PropertyType);
        IsList = item is not null;
        var type = item ?? property.PropertyType;
        ValueType = Nullable.GetUnderlyingType(type) ?? type;
        AcceptsNull = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType
                && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);
        Default = Get(defaults);
        if (!SettingValue.Supports(ValueType))
            throw new InvalidOperationException($"{record}.{property.Name} has a type that no setting can carry: {property.PropertyType}.");
    }

    /// <summary>The key in configuration files and in <c>run.json</c>.</summary>
    public string Name { get; }

    /// <summary>One sentence for the help.</summary>
    public string Description { get; }

    /// <summary>Heading under which the help shows it; null for none.</summary>
    public string? Group { get; }

    /// <summary>Limits of each value; null when there are none.</summary>
    public RangeAttribute? Range { get; }

    /// <summary>What a run that goes on may say otherwise.</summary>
    public ResumeRule Resume { get; }

    /// <summary>Several values, <c>--seeds 1,2,3</c> or <c>seeds: [1, 2, 3]</c>.</summary>
    public bool IsList { get; }

    /// <summary>Type of one value.</summary>
    public Type ValueType { get; }

    /// <summary>There may be no value.</summary>
    public bool AcceptsNull { get; }

    /// <summary>The word <c>none</c> says that there is no value: nothing bounds, nothing is left out. A text could be that word.</summary>
    public bool HasNone => AcceptsNull && ValueType != typeof(string);

    /// <summary>
    /// An empty text means something on the command line, where it is mostly a variable of the shell that is not set:
    /// <c>[Required(AllowEmptyStrings = true)]</c>.
    /// </summary>
    public bool IsEmptySayable { get; }

    /// <summary>Has to be said: <c>[Required]</c>. The help marks it; whoever uses the record checks it.</summary>
    public bool IsRequired { get; }

    /// <summary>An empty text is a value in a file: it can be said, or it is the record's own, which <c>run.json</c> repeats.</summary>
    public bool AcceptsEmpty => IsEmptySayable || Default is "";

    /// <summary>The record's own value.</summary>
    public object? Default { get; }

    /// <summary>The record that has the setting.</summary>
    public Type Record { get; }

    /// <summary>The default as a user would type it; empty when there is none.</summary>
    public string DefaultText() => Default switch
    {
        null => "",
        IEnumerable list and not string => string.Join(',', list.Cast<object>().Select(SettingValue.Write)),
        var value => SettingValue.Write(value),
    };

    /// <summary>The range as a condition, such as <c>from 0 to 1</c>.</summary>
    public string RangeText()
    {
        var (above, below) = (Range!.MinimumIsExclusive ? "above" : "from", Range.MaximumIsExclusive ? "below" : "to");
        return string.Create(CultureInfo.InvariantCulture, $"{above} {Range.Minimum} {below} {Range.Maximum}");
    }

    /// <summary>The value that a record has.</summary>
    public object? Get(object record) => property.GetValue(Owner(record));

    /// <summary>True when a value lies in <see cref="Range"/>; of a list, when every item does.</summary>
    public bool IsInRange(object? value) =>
        Range is null || value is null || (IsList ? ((IEnumerable)value).Cast<object>().All(Range.IsValid) : Range.IsValid(value));

    /// <summary>Who said the value that a record has; null when nobody did, or when the record does not remember.</summary>
    internal Source? SourceIn(object record) => (Owner(record) as SettingsRecord)?.SourceOf(property.Name);

    /// <summary>Sets the value of a record under construction.</summary>
    internal void Set(object record, object? value, Source source)
    {
        var owner = Owner(record);
        property.SetValue(owner, value);
        (owner as SettingsRecord)?.Note(property.Name, source);
    }

    private object Owner(object record) => section is null ? record : section.GetValue(record)!;

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;
}
