using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace OmniHelix.Cli.Configuration;

/// <summary>
/// One setting, derived from a property of an option record: <c>LearningRate</c> is the key <c>learning_rate</c> of files and the flag
/// <c>--learning-rate</c>. <see cref="DescriptionAttribute"/> gives the help, <see cref="RangeAttribute"/> the limits,
/// <c>[Browsable(false)]</c> hides a property from users.
/// </summary>
internal sealed class OptionKey
{
    private readonly PropertyInfo property;

    /// <summary>Takes a public property that can be initialised.</summary>
    public OptionKey(PropertyInfo property, object defaults)
    {
        this.property = property;
        Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Flag = "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        Range = property.GetCustomAttribute<RangeAttribute>();
        IsList = ItemTypeOfList(property.PropertyType) is not null;
        var type = ItemTypeOfList(property.PropertyType) ?? property.PropertyType;
        ValueType = Nullable.GetUnderlyingType(type) ?? type;
        AcceptsNull = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);
        Default = property.GetValue(defaults);
        if (!OptionValue.Supports(ValueType))
            throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has a type that no flag can carry: {property.PropertyType}.");
    }

    /// <summary>The key in configuration files and in <c>run.json</c>.</summary>
    public string Name { get; }

    /// <summary>The flag of the command line.</summary>
    public string Flag { get; }

    /// <summary>One sentence for the help.</summary>
    public string Description { get; }

    /// <summary>Limits of each value; null when there are none.</summary>
    public RangeAttribute? Range { get; }

    /// <summary>Several values, <c>--seeds 1,2,3</c> or <c>seeds: [1, 2, 3]</c>.</summary>
    public bool IsList { get; }

    /// <summary>Type of one value.</summary>
    public Type ValueType { get; }

    /// <summary>The value may be absent.</summary>
    public bool AcceptsNull { get; }

    /// <summary>The record's own default.</summary>
    public object? Default { get; }

    /// <summary>The record the key belongs to.</summary>
    public Type Record => property.DeclaringType!;

    /// <summary>Sets the property of a record under construction.</summary>
    public void Apply(object record, object? value) => property.SetValue(record, value);

    /// <summary>The default as a user would type it; empty when there is none.</summary>
    public string DefaultText() => Default switch
    {
        null => "",
        System.Collections.IEnumerable list and not string => string.Join(',', list.Cast<object>().Select(OptionValue.Write)),
        var value => OptionValue.Write(value),
    };

    /// <summary>The range as a condition, such as <c>from 0 to 1</c>.</summary>
    public string RangeText() => string.Create(CultureInfo.InvariantCulture, $"from {Range!.Minimum} to {Range.Maximum}");

    private static Type? ItemTypeOfList(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;
}
