"""What kinds of agency there are, and the counties: two closed lists, checked at every way in."""

from django.db.models import TextChoices


class Kind(TextChoices):
    POLICE = "police", "Police"
    SHERIFF = "sheriff", "Sheriff"
    CAMPUS = "campus", "Campus police"
    SCHOOL_DISTRICT = "school district", "School district police"
    DISTRICT_ATTORNEY = "district attorney", "District attorney"
    PROBATION = "probation", "Probation"
    HIGHWAY_PATROL = "highway patrol", "Highway patrol"
    PUBLIC_SAFETY = "public safety", "Public safety"
    TRANSIT = "transit", "Transit"
    RAILROAD = "railroad", "Railroad"
    PORT = "port", "Port"
    AIRPORT = "airport", "Airport"
    PARKS = "parks", "Parks"
    HOSPITAL = "hospital", "Hospital"
    DISPATCH = "dispatch", "Dispatch"
    TRIBAL = "tribal", "Tribal"
    OTHER = "other", "Other"


# In alphabetical order, as the county number of an ORI counts them: Alameda 001 … Yuba 058.
COUNTIES = (
    "Alameda", "Alpine", "Amador", "Butte", "Calaveras", "Colusa", "Contra Costa", "Del Norte",
    "El Dorado", "Fresno", "Glenn", "Humboldt", "Imperial", "Inyo", "Kern", "Kings", "Lake",
    "Lassen", "Los Angeles", "Madera", "Marin", "Mariposa", "Mendocino", "Merced", "Modoc",
    "Mono", "Monterey", "Napa", "Nevada", "Orange", "Placer", "Plumas", "Riverside",
    "Sacramento", "San Benito", "San Bernardino", "San Diego", "San Francisco", "San Joaquin",
    "San Luis Obispo", "San Mateo", "Santa Barbara", "Santa Clara", "Santa Cruz", "Shasta",
    "Sierra", "Siskiyou", "Solano", "Sonoma", "Stanislaus", "Sutter", "Tehama", "Trinity",
    "Tulare", "Tuolumne", "Ventura", "Yolo", "Yuba",
)  # fmt: skip
COUNTY_CHOICES = [(county, county) for county in COUNTIES]
