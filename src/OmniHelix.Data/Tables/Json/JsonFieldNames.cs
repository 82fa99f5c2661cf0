using System.Text.Json;

namespace OmniHelix.Data.Tables.Json;

/// <summary>Names of fields as texts; records of one file mostly have the same ones in the same order, so each is made once.</summary>
internal sealed class JsonFieldNames
{
    private readonly List<string> former = [];

    public KeyValuePair<string, JsonElement>[] Fields(JsonElement record)
    {
        var fields = new KeyValuePair<string, JsonElement>[record.GetPropertyCount()];
        var i = 0;
        foreach (var property in record.EnumerateObject())
        {
            if (i == former.Count) former.Add(property.Name);
            else if (!property.NameEquals(former[i])) former[i] = property.Name;
            fields[i] = new(former[i], property.Value);
            i++;
        }
        return fields;
    }
}
